package io.jvmtap.query;

import io.jvmtap.flow.Stamp;

/**
 * A connection that went past us.
 *
 * @param program id of the JVM
 */
public record BypassRow(long number, Stamp started, String program, String host, int port, String thread, String reason)
        implements LogRow {
    @Override
    public String id() {
        return "b" + number;
    }

    @Override
    public boolean ended() {
        return true;
    }
}
