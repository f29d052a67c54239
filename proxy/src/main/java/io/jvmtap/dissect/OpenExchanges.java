package io.jvmtap.dissect;

import io.jvmtap.flow.Fault;
import io.jvmtap.flow.FlowEvent;
import io.jvmtap.flow.FlowEvent.ExchangeEnded;
import io.jvmtap.flow.FlowEvent.ExchangeStarted;
import io.jvmtap.flow.FlowSink;
import io.jvmtap.flow.Stamp;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

/** Passes a dissector's events on and remembers which exchanges it owes an end, in case it fails before giving it. */
final class OpenExchanges implements FlowSink {
    private final FlowSink sink;
    private final Requests requests;
    private final LongSupplier offset;
    private final Set<Long> open = new LinkedHashSet<>();

    /** @param offset of the program's byte that is being read */
    OpenExchanges(FlowSink sink, Requests requests, LongSupplier offset) {
        this.sink = sink;
        this.requests = requests;
        this.offset = offset;
    }

    @Override
    public void emit(FlowEvent event) {
        if (event instanceof ExchangeStarted started) {
            open.add(started.exchange());
        } else if (event instanceof ExchangeEnded ended) {
            open.remove(ended.exchange());
        }
        sink.emit(event);
        if (event instanceof ExchangeStarted || event instanceof ExchangeEnded) {
            requests.on((FlowEvent.OfExchange) event, offset.getAsLong());
        }
    }

    /** Ends what is still open. */
    void endAll(Stamp at, Fault fault) {
        for (long exchange : List.copyOf(open)) {
            emit(new ExchangeEnded(exchange, at, fault));
        }
    }
}
