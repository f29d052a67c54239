package io.jvmtap.flow;

/**
 * A moment, by both clocks: the wall clock to show it, the monotonic one to subtract.
 *
 * @param epochMicros microseconds since 1970-01-01T00:00Z
 * @param nanos {@link System#nanoTime} of the process that observed it
 */
public record Stamp(long epochMicros, long nanos) {}
