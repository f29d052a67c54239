package io.jvmtap.clients.programs;

import java.sql.Connection;
import java.sql.DriverManager;

/** Any JDBC driver: {@code -Djdbc} is its URL, where HOST and PORT stand for what they say. */
public final class Jdbc {
    private Jdbc() {}

    public static void main(String[] args) {
        String template = System.getProperty("jdbc");
        Seen.each(args, url -> {
            String place = template.replace("HOST", url.getHost()).replace("PORT", String.valueOf(url.getPort()));
            try (Connection connection = DriverManager.getConnection(place, "user", "secret")) {
                return connection.getMetaData().getDatabaseProductName();
            }
        });
    }
}
