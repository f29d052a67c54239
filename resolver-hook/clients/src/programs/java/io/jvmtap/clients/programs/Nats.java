package io.jvmtap.clients.programs;

import io.nats.client.Connection;
import io.nats.client.Options;
import io.nats.client.Subscription;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

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
                Subscription inbox = connection.subscribe("matrix");
                connection.publish("matrix", "hello".getBytes(StandardCharsets.US_ASCII));
                byte[] message = inbox.nextMessage(Duration.ofSeconds(20)).getData();
                return "received " + new String(message, StandardCharsets.US_ASCII);
            }
        });
    }
}
