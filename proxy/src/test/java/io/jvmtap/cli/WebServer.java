package io.jvmtap.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Answers each request with {@code hi}, keeps connections open, and keeps what it was sent. */
final class WebServer implements AutoCloseable {
    private final LoopbackServer server;
    private final List<String> requests = new CopyOnWriteArrayList<>();

    WebServer(@Nullable SSLContext tls) throws IOException {
        server = tls == null ? LoopbackServer.plain(this::serve) : LoopbackServer.tls(tls, this::serve);
    }

    private void serve(Socket socket) throws IOException {
        for (String request; !(request = head(socket.getInputStream())).isEmpty(); ) {
            int length = request.lines()
                    .filter(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:"))
                    .mapToInt(line -> Integer.parseInt(
                            line.substring(line.indexOf(':') + 1).strip()))
                    .findFirst()
                    .orElse(0);
            requests.add(request + text(socket.getInputStream().readNBytes(length)));
            socket.getOutputStream()
                    .write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi".getBytes(StandardCharsets.US_ASCII));
        }
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        for (int one; !text(head.toByteArray()).endsWith("\r\n\r\n") && (one = in.read()) >= 0; ) {
            head.write(one);
        }
        return text(head.toByteArray());
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** Each as it came: head and body. */
    List<String> requests() {
        return requests;
    }

    int port() {
        return server.port();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
