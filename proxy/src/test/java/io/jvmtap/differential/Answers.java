package io.jvmtap.differential;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.zip.GZIPOutputStream;

/** What the {@link TestServer} says on each path, byte by byte: no dates, nothing that differs from run to run. */
final class Answers {
    /** One answer to the current request of a connection. */
    @FunctionalInterface
    interface Answer {
        /** @return whether the connection stays open */
        boolean to(ServedConnection connection) throws IOException, InterruptedException;
    }

    /** How many parts {@code /stream} has. */
    static final int PARTS = 3;

    static final Answer NOT_FOUND =
            connection -> sent(connection, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");

    private Answers() {}

    /** @param release one permit for each part of a stream that may go out */
    static Map<String, Answer> byPath(Semaphore release) {
        Map<String, Answer> answers = new LinkedHashMap<>();
        answers.put("/hello", connection -> plain(connection, "hello"));
        answers.put("/keepalive", connection -> plain(connection, "request " + connection.number()));
        answers.put("/echo", Answers::echo);
        answers.put("/chunked", Answers::chunked);
        answers.put("/gzip", Answers::gzip);
        answers.put("/head", connection -> sent(connection, "HTTP/1.1 200 OK\r\nContent-Length: 1234\r\n\r\n"));
        answers.put("/204", connection -> sent(connection, "HTTP/1.1 204 No Content\r\nX-Empty: \r\n\r\n"));
        answers.put(
                "/error",
                connection ->
                        sent(connection, "HTTP/1.1 503 Go Away\r\nRetry-After: 7\r\nContent-Length: 4\r\n\r\nbusy"));
        answers.put(
                "/redirect",
                connection -> sent(connection, "HTTP/1.1 302 Found\r\nLocation: /hello\r\nContent-Length: 0\r\n\r\n"));
        answers.put(
                "/odd-headers",
                connection -> sent(
                        connection,
                        "HTTP/1.1 200 All right  then\r\nx-LOWER-upper: 1\r\nX-Twice: b\r\nContent-length:2\r\nX-Twice:   a  \r\n"
                                + "X-Utf8: caf\u00c3\u00a9\r\nX-Long: " + "l".repeat(5000) + "\r\n\r\nok"));
        answers.put("/continue", Answers::expected);
        answers.put("/until-close", connection -> {
            connection.send("HTTP/1.0 200 OK\r\n\r\nall there is");
            return false;
        });
        answers.put("/early-close", connection -> {
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nonly this");
            return false;
        });
        answers.put("/no-answer", connection -> false);
        answers.put("/stream", connection -> stream(connection, release));
        return answers;
    }

    private static boolean plain(ServedConnection connection, String body) throws IOException {
        return sent(
                connection,
                "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
    }

    private static boolean sent(ServedConnection connection, String bytes) throws IOException {
        connection.send(bytes);
        return true;
    }

    private static boolean echo(ServedConnection connection) throws IOException {
        byte[] body = connection.body();
        connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + body.length + "\r\n\r\n");
        connection.send(body);
        return true;
    }

    private static boolean chunked(ServedConnection connection) throws IOException {
        connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: Sum\r\n\r\n5\r\nfirst\r\n");
        connection.send("7;note=\"x\"\r\n second\r\n");
        connection.send("0\r\nSum: 12\r\n\r\n");
        return true;
    }

    private static boolean gzip(ServedConnection connection) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write("to be pressed ".repeat(1000).getBytes(StandardCharsets.US_ASCII));
        }
        connection.send("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + bytes.size() + "\r\n\r\n");
        connection.send(bytes.toByteArray());
        return true;
    }

    private static boolean expected(ServedConnection connection) throws IOException {
        connection.send("HTTP/1.1 100 Continue\r\n\r\n");
        return plain(connection, "got " + connection.body().length);
    }

    private static boolean stream(ServedConnection connection, Semaphore release)
            throws IOException, InterruptedException {
        connection.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
        for (int part = 1; part <= PARTS; part++) {
            release.acquire();
            connection.send("7\r\npart " + part + "\n\r\n");
        }
        connection.send("0\r\n\r\n");
        return true;
    }
}
