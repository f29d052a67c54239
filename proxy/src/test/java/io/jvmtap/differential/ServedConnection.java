package io.jvmtap.differential;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One connection of the {@link TestServer}: reads requests by hand and keeps every byte. Used by its own thread. */
final class ServedConnection {
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private final InputStream in;
    private final OutputStream out;
    private int requests;
    private String head = "";

    ServedConnection(Socket socket) throws IOException {
        in = new BufferedInputStream(new FilterInputStream(socket.getInputStream()) {
            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                int count = super.read(bytes, offset, length);
                if (count > 0) {
                    synchronized (received) {
                        received.write(bytes, offset, count);
                    }
                }
                return count;
            }
        });
        out = socket.getOutputStream();
    }

    /** All bytes so far, after decryption. */
    byte[] received() {
        synchronized (received) {
            return received.toByteArray();
        }
    }

    /** @return whether there was one more request; its head is {@link #head} then */
    boolean nextRequest() throws IOException {
        StringBuilder lines = new StringBuilder();
        String line = line();
        while (line != null && !line.isEmpty()) {
            lines.append(line).append('\n');
            line = line();
        }
        head = lines.toString();
        requests++;
        return line != null;
    }

    /** The number of the current request on this connection, from 1. */
    int number() {
        return requests;
    }

    String method() {
        return head.substring(0, head.indexOf(' '));
    }

    /** Of the target, without its query. */
    String path() {
        return head.split(" ", 3)[1].replaceFirst("\\?.*", "");
    }

    /** Whether the program said that it wants no more than this answer. */
    boolean isLast() {
        return head.toLowerCase(Locale.ROOT).contains("\nconnection: close\n");
    }

    /** Reads the body of the current request. */
    byte[] body() throws IOException {
        String lower = head.toLowerCase(Locale.ROOT);
        if (lower.contains("\ntransfer-encoding: chunked\n")) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            int size = Integer.parseInt(String.valueOf(line()), 16);
            while (size > 0) {
                body.write(in.readNBytes(size));
                line();
                size = Integer.parseInt(String.valueOf(line()), 16);
            }
            line();
            return body.toByteArray();
        }
        int at = lower.indexOf("\ncontent-length:");
        if (at < 0) {
            return new byte[0];
        }
        int from = at + "\ncontent-length:".length();
        return in.readNBytes(Integer.parseInt(
                lower.substring(from, lower.indexOf('\n', from)).strip()));
    }

    /** Sends exactly these bytes, each char one. */
    void send(String bytes) throws IOException {
        send(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    void send(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    private @Nullable String line() throws IOException {
        StringBuilder line = new StringBuilder();
        int next = in.read();
        while (next >= 0 && next != '\n') {
            if (next != '\r') {
                line.append((char) next);
            }
            next = in.read();
        }
        return next < 0 ? null : line.toString();
    }
}
