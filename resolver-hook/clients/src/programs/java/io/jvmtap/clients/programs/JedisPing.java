package io.jvmtap.clients.programs;

import redis.clients.jedis.Jedis;

/** Jedis. */
public final class JedisPing {
    private JedisPing() {}

    public static void main(String[] args) {
        Seen.each(args, url -> {
            try (Jedis jedis = new Jedis(url.getHost(), url.getPort(), true)) {
                return jedis.ping();
            }
        });
    }
}
