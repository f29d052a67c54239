package io.jvmtap.dissect.http1;

import io.jvmtap.dissect.Protocol.Opening;
import io.jvmtap.flow.Fault;
import io.jvmtap.flow.FlowEvent.ExchangeEnded;
import io.jvmtap.flow.FlowEvent.ExchangeStarted;
import io.jvmtap.flow.FlowIds;
import io.jvmtap.flow.FlowSink;
import io.jvmtap.flow.Stamp;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The open exchanges of one connection. One is being sent at most; any number wait for their responses, which come in
 * the order of the requests. An exchange ends when both its messages are over, whichever is first.
 */
final class Exchanges {
    /** Requests without an answer; clients that pipeline at all keep to tens, and each one costs memory. */
    static final int MAX_PIPELINED = 10_000;

    private final Opening opening;
    private final FlowSink sink;
    private final FlowIds ids;
    /** Those whose response is not over, in the order of the requests. */
    private final Deque<Exchange> awaiting = new ArrayDeque<>();
    /** The one whose request is not over. */
    private @Nullable Exchange sending;
    /** Whether no more responses will come. */
    private boolean serverEnded;

    Exchanges(Opening opening, FlowSink sink, FlowIds ids) {
        this.opening = opening;
        this.sink = sink;
        this.ids = ids;
    }

    void start(Stamp at) throws NotHttp {
        if (awaiting.size() == MAX_PIPELINED) {
            throw new NotHttp("more than " + MAX_PIPELINED + " requests without an answer");
        }
        Exchange exchange = new Exchange(ids.nextExchange());
        sink.emit(new ExchangeStarted(exchange.id, at, opening.connection(), "http/1.1"));
        sending = exchange;
        awaiting.add(exchange);
        if (serverEnded) {
            unanswered(null, at);
        }
    }

    /** The exchange whose request is being read. */
    Exchange sending() {
        if (sending == null) {
            throw new IllegalStateException("no request is being read");
        }
        return sending;
    }

    /** The exchange that the server answers, null where none waits for it. */
    @Nullable
    Exchange answered() {
        return awaiting.peek();
    }

    void requestOver(Stamp at) {
        Exchange exchange = sending();
        sending = null;
        exchange.requestOver = true;
        settle(exchange, at);
    }

    void responseOver(Stamp at) {
        Exchange exchange = awaiting.remove();
        exchange.responseOver = true;
        settle(exchange, at);
    }

    /** @param missing what lacks of the request, null where it is complete or there is none */
    void requestsEnd(@Nullable String missing, Stamp at) {
        if (sending != null) {
            sending.spoiled(truncated("request: " + missing));
            requestOver(at);
        }
    }

    /** @param missing what lacks of the response, null where it is complete or there is none */
    void responsesEnd(@Nullable String missing, Stamp at) {
        serverEnded = true;
        unanswered(missing, at);
    }

    /** Ends what is open; what spoiled an exchange before counts more. */
    void endAll(Stamp at, Fault fault) {
        List<Exchange> open = new ArrayList<>(awaiting);
        if (sending != null && !open.contains(sending)) {
            open.add(0, sending);
        }
        awaiting.clear();
        sending = null;
        for (Exchange exchange : open) {
            exchange.spoiled(fault);
            end(exchange, at);
        }
    }

    private void unanswered(@Nullable String missing, Stamp at) {
        String detail = missing;
        while (!awaiting.isEmpty()) {
            awaiting.element().spoiled(truncated(detail == null ? "no response came" : "response: " + detail));
            responseOver(at);
            detail = null;
        }
    }

    private void settle(Exchange exchange, Stamp at) {
        if (exchange.requestOver && exchange.responseOver) {
            end(exchange, at);
        }
    }

    private void end(Exchange exchange, Stamp at) {
        sink.emit(new ExchangeEnded(exchange.id, at, exchange.fault()));
    }

    private static Fault truncated(String detail) {
        return new Fault(Fault.Code.TRUNCATED, Fault.Scope.MESSAGE, detail);
    }
}
