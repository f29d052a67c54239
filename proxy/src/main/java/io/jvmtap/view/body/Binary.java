package io.jvmtap.view.body;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Bytes read from the front; running out of them is an {@link java.lang.IllegalArgumentException}. */
final class Binary {
    private final ByteBuffer bytes;

    Binary(byte[] bytes, int length) {
        this.bytes = ByteBuffer.wrap(bytes, 0, length);
    }

    boolean more() {
        return bytes.hasRemaining();
    }

    int peek() {
        need(1);
        return bytes.get(bytes.position()) & 0xFF;
    }

    int u8() {
        need(1);
        return bytes.get() & 0xFF;
    }

    int u16() {
        need(2);
        return bytes.getShort() & 0xFFFF;
    }

    long u32() {
        need(4);
        return bytes.getInt() & 0xFFFFFFFFL;
    }

    long i64() {
        need(8);
        return bytes.getLong();
    }

    byte[] take(long count) {
        need(count);
        byte[] taken = new byte[(int) count];
        bytes.get(taken);
        return taken;
    }

    String text(long count) {
        return new String(take(count), StandardCharsets.UTF_8);
    }

    /** As {@code h'0a0b'}, the start of a long one. */
    static String hex(byte[] bytes) {
        int most = 64;
        return bytes.length <= most
                ? "h'" + HexFormat.of().formatHex(bytes) + "'"
                : "h'" + HexFormat.of().formatHex(bytes, 0, most) + "...' (" + bytes.length + " bytes)";
    }

    private void need(long count) {
        if (count < 0 || count > bytes.remaining()) {
            throw new IllegalArgumentException("it ends in the middle of a value");
        }
    }
}
