package io.jvmtap.dissect.http1;

import io.jvmtap.flow.Stamp;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Puts lines together that come in pieces, and keeps all of them until {@link #clear}: what is given up halfway can then
 * be recorded as the stream it was. A line ends in LF; one CR before it belongs to the end (RFC 9112 section 2.2).
 */
final class LineBuffer {
    /** First size: most heads fit. */
    private static final int USUAL = 1024;

    private static final byte[] EMPTY = {};
    private static final Stamp NEVER = new Stamp(0, 0);

    private byte[] bytes = EMPTY;
    private int length;
    private int lineStart;
    private Stamp since = NEVER;

    enum Fill {
        /** A whole line is there. */
        LINE,
        /** All was taken; the line goes on. */
        MORE,
        /** The limit was reached within the line. */
        FULL
    }

    /** Takes bytes up to the end of the line, and at most as many as make {@code limit} with all that is kept. */
    Fill fill(ByteBuffer from, Stamp at, int limit) {
        if (length == 0) {
            since = at;
        }
        int start = from.position();
        int stop = start + Math.min(from.remaining(), limit - length);
        int next = start;
        boolean ended = false;
        while (next < stop && !ended) {
            ended = from.get(next++) == '\n';
        }
        int count = next - start;
        if (length + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.max(USUAL, length + count), Math.min(limit, 2 * bytes.length)));
        }
        from.get(bytes, length, count);
        length += count;
        if (ended) {
            return Fill.LINE;
        }
        return length == limit ? Fill.FULL : Fill.MORE;
    }

    /** The whole line that {@link #fill} found, without its end; the next one starts behind it. */
    String take() {
        int end = length - 1;
        if (end > lineStart && bytes[end - 1] == '\r') {
            end--;
        }
        String line = new String(bytes, lineStart, end - lineStart, StandardCharsets.ISO_8859_1);
        lineStart = length;
        return line;
    }

    /** Everything since the last {@link #clear}; only the first {@link #length} bytes count, and they may change. */
    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    /** When the first byte came that is kept. */
    Stamp since() {
        return since;
    }

    /** Forgets everything. A large array is let go, so that one long head does not stay for the connection's life. */
    void clear() {
        length = 0;
        lineStart = 0;
        if (bytes.length > 16 * USUAL) {
            bytes = EMPTY;
        }
    }
}
