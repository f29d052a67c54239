package io.jvmtap.differential;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** What a program sent over HTTP/2, stream by stream: heads bit by bit and in order, bodies put together. */
final class Http2Bytes {
    private static final int PREFACE = 24;

    private Http2Bytes() {}

    /**
     * SETTINGS that acknowledge, PING, WINDOW_UPDATE and GOAWAY are left out, and how a body is cut into frames: they
     * depend on who was first.
     */
    static String of(byte[] sent) {
        Map<Integer, StringBuilder> streams = new TreeMap<>();
        Map<Integer, ByteArrayOutputStream> bodies = new TreeMap<>();
        ByteBuffer in = ByteBuffer.wrap(sent, PREFACE, sent.length - PREFACE);
        while (in.remaining() >= 9) {
            int length = in.getInt();
            int type = length & 0xFF;
            int flags = in.get();
            int stream = in.getInt();
            byte[] payload = new byte[length >>> 8];
            in.get(payload);
            StringBuilder text = streams.computeIfAbsent(stream, id -> new StringBuilder("stream " + id));
            if (type == 0) {
                bodies.computeIfAbsent(stream, id -> new ByteArrayOutputStream())
                        .write(payload, 0, payload.length);
                text.append((flags & 1) != 0 ? "\n  end" : "");
            } else if (type != 6 && type != 7 && type != 8 && !(type == 4 && flags == 1)) {
                text.append("\n  type " + type + " flags " + flags + " "
                        + HexFormat.of().formatHex(payload));
            }
        }
        StringBuilder all = new StringBuilder();
        streams.forEach((id, text) -> {
            ByteArrayOutputStream body = bodies.get(id);
            all.append(text).append('\n');
            all.append(body == null ? "" : "  body " + HexFormat.of().formatHex(body.toByteArray()) + "\n");
        });
        return all.toString();
    }
}
