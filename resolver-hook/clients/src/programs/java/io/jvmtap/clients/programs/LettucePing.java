package io.jvmtap.clients.programs;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;

/** Lettuce. */
public final class LettucePing {
    private LettucePing() {}

    public static void main(String[] args) {
        RedisClient client = RedisClient.create();
        Seen.each(
                args,
                url -> client.connect(RedisURI.Builder.redis(url.getHost(), url.getPort())
                                .withSsl(true)
                                .build())
                        .sync()
                        .ping());
    }
}
