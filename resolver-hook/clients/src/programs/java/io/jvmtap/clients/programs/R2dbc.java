package io.jvmtap.clients.programs;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactories;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Any R2DBC driver: {@code -Dr2dbc} is its URL, where HOST and PORT stand for what they say. */
public final class R2dbc {
    private R2dbc() {}

    public static void main(String[] args) {
        String template = System.getProperty("r2dbc");
        Seen.each(args, url -> {
            String place = template.replace("HOST", url.getHost()).replace("PORT", String.valueOf(url.getPort()));
            Connection connection =
                    Mono.from(ConnectionFactories.get(place).create()).block();
            Object one = Flux.from(connection.createStatement("SELECT 1").execute())
                    .flatMap(result -> result.map((row, meta) -> row.get(0)))
                    .blockLast();
            String product = connection.getMetadata().getDatabaseProductName();
            Mono.from(connection.close()).block();
            return product + ", " + one;
        });
    }
}
