package io.jvmtap.dissect.http2;

import io.jvmtap.flow.Stamp;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Bytes that were taken and not told of yet: part of a frame, or of a header block that spans frames. */
final class Untold {
    /** First size: most heads fit, and connections are many. */
    private static final int USUAL = 1024;

    private static final byte[] EMPTY = {};
    private static final Stamp NEVER = new Stamp(0, 0);

    private byte[] bytes = EMPTY;
    private int length;
    private Stamp since = NEVER;

    void take(ByteBuffer from, int count, Stamp at) {
        if (length == 0) {
            since = at;
        }
        if (length + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(USUAL, Math.max(length + count, 2 * bytes.length)));
        }
        from.get(bytes, length, count);
        length += count;
    }

    /** Only the first {@link #length} bytes count, and they may change. */
    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    int unsigned(int index) {
        return bytes[index] & 0xFF;
    }

    /** A number of 32 bits, without the bit that HTTP/2 reserves in stream identifiers. */
    int identifier(int index) {
        return number(index) & 0x7FFF_FFFF;
    }

    int number(int index) {
        return unsigned(index) << 24 | unsigned(index + 1) << 16 | unsigned(index + 2) << 8 | unsigned(index + 3);
    }

    /** When the first byte came that is kept. */
    Stamp since() {
        return since;
    }

    /** Forgets everything. A large array is let go, so that one long head does not stay for the connection's life. */
    void clear() {
        length = 0;
        if (bytes.length > 16 * USUAL) {
            bytes = EMPTY;
        }
    }
}
