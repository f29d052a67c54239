package io.jvmtap.query;

import io.jvmtap.flow.Direction;
import io.jvmtap.flow.MessageKind;
import io.jvmtap.flow.Stamp;

/**
 * One message within an exchange, as {@link io.jvmtap.flow.FlowEvent.MessageSeen} tells of it.
 *
 * @param number orders the messages of an exchange
 * @param tookNanos from its first byte to its last
 * @param offset in the body of its direction, -1 where it is no part of it
 */
public record MessageRow(
        long number,
        Direction direction,
        MessageKind kind,
        Stamp started,
        long tookNanos,
        long offset,
        long length,
        boolean compressed,
        String detail) {
    /** When its last byte came, in microseconds since the epoch. */
    public long atMicros() {
        return started.epochMicros() + tookNanos / 1_000;
    }
}
