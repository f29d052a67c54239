package io.jvmtap.entry;

/** Takes arrivals over; called on the event loop of the arrival's channel, once for each. */
@FunctionalInterface
public interface Arrivals {
    void arrived(Arrival arrival);
}
