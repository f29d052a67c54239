package io.jvmtap.clients.programs;

import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.api.redisnode.RedisNodes;
import org.redisson.config.Config;

/** Redisson, over Netty. */
public final class RedissonPing {
    private RedissonPing() {}

    public static void main(String[] args) {
        Seen.each(args, url -> {
            Config config = new Config();
            config.useSingleServer()
                    .setAddress("rediss://" + url.getAuthority())
                    .setRetryAttempts(0)
                    .setConnectionMinimumIdleSize(1)
                    .setConnectionPoolSize(1)
                    .setSubscriptionConnectionMinimumIdleSize(1)
                    .setSubscriptionConnectionPoolSize(1);
            RedissonClient client = Redisson.create(config);
            try {
                return client.getRedisNodes(RedisNodes.SINGLE).pingAll() ? "PONG" : "no answer";
            } finally {
                client.shutdown();
            }
        });
    }
}
