package io.jvmtap.clients.programs;

import io.nats.client.Connection;
import io.nats.client.Options;

/** NATS, whose TLS starts after the server's first line. */
public final class Nats {
    private Nats() {}

    public static void main(String[] args) {
        Seen.each(args, url -> {
            Options options = new Options.Builder()
                    .server("tls://" + url.getAuthority())
                    .noReconnect()
                    .build();
            try (Connection connection = io.nats.client.Nats.connect(options)) {
                return "connected";
            }
        });
    }
}
