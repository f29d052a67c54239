package io.jvmtap.record;

import io.jvmtap.flow.FlowIds;
import java.util.concurrent.atomic.AtomicLong;

/** Numbers flows from where a capture ends; without a capture, from 1. */
public final class NumberedIds implements FlowIds {
    private final AtomicLong connections;
    private final AtomicLong exchanges;

    public NumberedIds() {
        this(0, 0);
    }

    /** @param connection the last number in use, 0 for none; likewise {@code exchange} */
    public NumberedIds(long connection, long exchange) {
        connections = new AtomicLong(connection);
        exchanges = new AtomicLong(exchange);
    }

    @Override
    public long nextConnection() {
        return connections.incrementAndGet();
    }

    @Override
    public long nextExchange() {
        return exchanges.incrementAndGet();
    }
}
