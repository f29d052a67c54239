package io.jvmtap.record;

import java.nio.file.Path;

/**
 * What a capture says of itself.
 *
 * @param label what it is of
 * @param startedMicros microseconds since the epoch
 * @param exchanges how many it holds
 * @param losses what was seen but could not be recorded; known once it was closed
 * @param removed what was recorded once and is here no more
 */
public record CaptureInfo(
        Path file,
        String label,
        long startedMicros,
        State state,
        long exchanges,
        long connections,
        long bypasses,
        Losses losses,
        Removed removed) {
    /**
     * What was removed to keep within the limits.
     *
     * @param untilMicros start of the last flow removed, microseconds since the epoch
     */
    public record Removed(long exchanges, long connections, long untilMicros) {}

    /** How it stands with the process that writes it. */
    public enum State {
        /** It is being written. */
        RUNNING,
        CLOSED,
        /** Its process is gone and had no time to close it; what was recorded is there. */
        CUT_OFF
    }
}
