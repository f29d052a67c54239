package io.jvmtap.flow;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/** Where stamps come from; injected, so that tests own the time. Implementations are safe for use by many threads. */
@FunctionalInterface
public interface FlowClock {
    Stamp now();

    /** The machine's clocks. */
    static FlowClock system() {
        InstantSource wall = InstantSource.system();
        return () -> new Stamp(ChronoUnit.MICROS.between(Instant.EPOCH, wall.instant()), System.nanoTime());
    }
}
