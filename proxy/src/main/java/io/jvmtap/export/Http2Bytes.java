package io.jvmtap.export;

import io.jvmtap.flow.Header;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Frames of HTTP/2 (RFC 9113), heads as literals that enter no table (RFC 7541 section 6.2.2). */
final class Http2Bytes {
    /** The largest frame that needs no leave (RFC 9113 section 4.2). */
    static final int MOST = 16_384;

    static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int SETTINGS = 4;
    private static final int CONTINUATION = 9;

    private Http2Bytes() {}

    /** What the client says first (RFC 9113 section 3.4). */
    static byte[] preface() {
        byte[] magic = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(magic.length + 9).put(magic).put(settings()).array();
    }

    static byte[] settings() {
        return frame(SETTINGS, 0, 0, new byte[0], 0, 0);
    }

    static byte[] headers(int stream, List<Header> fields, boolean end) {
        byte[] block = block(fields);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int at = 0;
        do {
            int length = Math.min(MOST, block.length - at);
            boolean first = at == 0;
            int flags = (at + length == block.length ? END_HEADERS : 0) | (first && end ? END_STREAM : 0);
            out.writeBytes(frame(first ? HEADERS : CONTINUATION, flags, stream, block, at, length));
            at += length;
        } while (at < block.length);
        return out.toByteArray();
    }

    static byte[] data(int stream, byte[] bytes, boolean end) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int at = 0;
        do {
            int length = Math.min(MOST, bytes.length - at);
            int flags = end && at + length == bytes.length ? END_STREAM : 0;
            out.writeBytes(frame(DATA, flags, stream, bytes, at, length));
            at += length;
        } while (at < bytes.length);
        return out.toByteArray();
    }

    private static byte[] frame(int type, int flags, int stream, byte[] payload, int from, int length) {
        ByteBuffer frame = ByteBuffer.allocate(9 + length);
        frame.put((byte) (length >> 16))
                .putShort((short) length)
                .put((byte) type)
                .put((byte) flags);
        return frame.putInt(stream).put(payload, from, length).array();
    }

    private static byte[] block(List<Header> fields) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Header field : fields) {
            out.write(0);
            string(out, field.name().toLowerCase(Locale.ROOT));
            string(out, field.value());
        }
        return out.toByteArray();
    }

    /** RFC 7541 sections 5.1 and 5.2, without Huffman's code. */
    private static void string(ByteArrayOutputStream out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        int prefix = 127;
        if (bytes.length < prefix) {
            out.write(bytes.length);
        } else {
            out.write(prefix);
            int rest = bytes.length - prefix;
            while (rest >= 128) {
                out.write(rest & 0x7F | 0x80);
                rest >>= 7;
            }
            out.write(rest);
        }
        out.writeBytes(bytes);
    }
}
