package io.jvmtap.clients.programs;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Any JDBC driver: {@code -Djdbc} is its URL, where HOST and PORT stand for what they say. */
public final class Jdbc {
    private Jdbc() {}

    public static void main(String[] args) {
        String template = System.getProperty("jdbc");
        Seen.each(args, url -> {
            String place = template.replace("HOST", url.getHost()).replace("PORT", String.valueOf(url.getPort()));
            try (Connection connection = DriverManager.getConnection(place, "user", "secret")) {
                return connection.getMetaData().getDatabaseProductName() + ", " + one(connection);
            }
        });
    }

    private static int one(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT 1")) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
