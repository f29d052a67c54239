package io.jvmtap.differential;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** What a program sent over HTTP/2, stream by stream: heads field by field and in order, bodies put together. */
final class Http2Bytes {
    private static final int PREFACE = 24;
    private static final int MOST_HEADERS = 64 * 1024;

    private Http2Bytes() {}

    /**
     * SETTINGS that acknowledge, PING, WINDOW_UPDATE and GOAWAY are left out, how a body is cut into frames, and how a
     * head is compressed, which the server's SETTINGS change: they depend on who was first.
     */
    static String of(byte[] sent) throws Http2Exception {
        DefaultHttp2HeadersDecoder hpack = new DefaultHttp2HeadersDecoder(false, MOST_HEADERS);
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
            } else if (type == 1) {
                int from = (flags & 0x20) != 0 ? 5 : 0; // a priority
                ByteBuf block = Unpooled.wrappedBuffer(payload, from, payload.length - from);
                text.append("\n  head " + flags);
                hpack.decodeHeaders(stream, block)
                        .forEach(field -> text.append(" | " + field.getKey() + ": " + field.getValue()));
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
