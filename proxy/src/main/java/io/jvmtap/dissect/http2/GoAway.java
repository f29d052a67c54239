package io.jvmtap.dissect.http2;

import java.nio.charset.StandardCharsets;

/**
 * One side will take no new streams (RFC 9113 section 6.8).
 *
 * @param last the highest stream of the other side that it may have acted upon
 * @param reason error code and debug data, for people
 */
record GoAway(int last, String reason) {
    /** Of the debug data; servers say a few words. */
    private static final int MOST_DEBUG = 200;

    static GoAway read(Untold bytes, int from, int to) {
        String reason = "GOAWAY " + ErrorCode.name(bytes.number(from + 4));
        int length = Math.min(to - from - 8, MOST_DEBUG);
        if (length > 0) {
            String debug = new String(bytes.bytes(), from + 8, length, StandardCharsets.ISO_8859_1);
            reason += " (" + debug.replaceAll("[^\\x20-\\x7e]", "?") + ")";
        }
        return new GoAway(bytes.identifier(from), reason);
    }
}
