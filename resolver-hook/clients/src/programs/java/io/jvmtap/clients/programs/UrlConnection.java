package io.jvmtap.clients.programs;

import java.io.InputStream;
import java.net.HttpURLConnection;

/** {@code HttpURLConnection}. */
public final class UrlConnection {
    private UrlConnection() {}

    public static void main(String[] args) {
        Seen.each(args, url -> {
            HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection();
            try (InputStream in = connection.getInputStream()) {
                return Seen.answer(connection.getResponseCode(), Bytes.all(in));
            }
        });
    }
}
