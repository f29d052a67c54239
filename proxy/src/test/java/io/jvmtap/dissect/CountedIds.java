package io.jvmtap.dissect;

import io.jvmtap.flow.FlowIds;
import java.util.concurrent.atomic.AtomicLong;

/** Numbers from 1 up. */
public final class CountedIds implements FlowIds {
    private final AtomicLong connections = new AtomicLong();
    private final AtomicLong exchanges = new AtomicLong();

    @Override
    public long nextConnection() {
        return connections.incrementAndGet();
    }

    @Override
    public long nextExchange() {
        return exchanges.incrementAndGet();
    }
}
