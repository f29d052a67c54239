package io.jvmtap.query;

import io.jvmtap.flow.Cause;
import io.jvmtap.flow.Fault;
import io.jvmtap.flow.Stamp;
import org.jspecify.annotations.Nullable;

/**
 * One connection, as the log shows it.
 *
 * @param closedAfter nanoseconds from {@code started} to its end, -1 while it is open
 * @param bytesOut decrypted bytes that the program sent; while open, those of opaque segments so far
 * @param exchanges how many exchanges were seen on it
 * @param opaque whether some of its bytes are of a protocol that we cannot read
 * @param cutBytes bytes of an opaque stream that were not recorded, for they were beyond the limit
 * @param fault what ended it, or made the connect fail
 */
public record ConnectionRow(
        long number,
        Stamp started,
        String host,
        int port,
        Cause cause,
        long closedAfter,
        long bytesOut,
        long bytesIn,
        long exchanges,
        boolean opaque,
        long cutBytes,
        @Nullable Fault fault)
        implements LogRow {
    @Override
    public String id() {
        return "c" + number;
    }

    @Override
    public boolean ended() {
        return closedAfter >= 0;
    }

    /** Whether its exchanges do not tell its story, so that the log needs a row for the connection itself. */
    public boolean listed() {
        return opaque || exchanges == 0 && (fault != null || ended());
    }
}
