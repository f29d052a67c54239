package io.jvmtap.record;

/**
 * What was seen but could not be recorded.
 *
 * @param bytes of bodies and streams among them
 */
public record Losses(long events, long bytes) {
    public static final Losses NONE = new Losses(0, 0);

    public Losses plus(Losses more) {
        return new Losses(events + more.events, bytes + more.bytes);
    }
}
