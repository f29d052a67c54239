package io.jvmtap.differential.programs;

import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;

/** {@code PooledProgram URL}: three requests, from three lines and two threads, on one pooled connection. */
public final class PooledProgram {
    private PooledProgram() {}

    public static void main(String[] arguments) throws Exception {
        first(arguments[0]);
        second(arguments[0]);
        Thread other = new Thread(() -> third(arguments[0]), "other");
        other.start();
        other.join();
    }

    private static void first(String url) throws Exception {
        get(url);
    }

    private static void second(String url) throws Exception {
        get(url);
    }

    private static void third(String url) {
        try {
            get(url);
        } catch (Exception e) {
            System.out.println(e);
        }
    }

    private static void get(String url) throws Exception {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(url).toURL().openConnection();
        try (InputStream in = connection.getInputStream()) {
            in.readAllBytes();
        }
        System.out.println(connection.getResponseCode());
    }
}
