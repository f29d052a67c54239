package io.jvmtap.query;

import io.jvmtap.flow.FlowEvent;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the rows of the flows that are open, event by event, and tells whoever asked each time one has changed. A flow is
 * forgotten when it has ended, after that was told. Used by one thread at a time. Visiting answers whether the event
 * changed a row.
 */
public final class OpenFlows implements FlowEvent.Visitor<Boolean> {
    private final Map<Long, OpenConnection> connections = new HashMap<>();
    private final Map<Long, OpenExchange> exchanges = new HashMap<>();
    private final Consumer<OpenConnection> connectionChanged;
    private final Consumer<OpenExchange> exchangeChanged;

    public OpenFlows(Consumer<OpenConnection> connectionChanged, Consumer<OpenExchange> exchangeChanged) {
        this.connectionChanged = connectionChanged;
        this.exchangeChanged = exchangeChanged;
    }

    /** The exchanges that have not ended, in no order. */
    public Iterable<OpenExchange> exchanges() {
        return exchanges.values();
    }

    /** Null where it has ended, or never began. */
    public @Nullable OpenExchange exchange(long number) {
        return exchanges.get(number);
    }

    public int openConnections() {
        return connections.size();
    }

    /** Null where it was closed, or never opened. */
    public @Nullable OpenConnection connection(long number) {
        return connections.get(number);
    }

    @Override
    public Boolean connectionOpened(FlowEvent.ConnectionOpened event) {
        OpenConnection connection = new OpenConnection(event);
        connections.put(event.connection(), connection);
        connectionChanged.accept(connection);
        return true;
    }

    @Override
    public Boolean upstreamConnected(FlowEvent.UpstreamConnected event) {
        return changeConnection(event, connection -> connection.on(event));
    }

    @Override
    public Boolean upstreamFailed(FlowEvent.UpstreamFailed event) {
        return changeConnection(event, connection -> connection.on(event));
    }

    @Override
    public Boolean tlsOffered(FlowEvent.TlsOffered event) {
        return false;
    }

    @Override
    public Boolean handshake(FlowEvent.Handshake event) {
        return changeConnection(event, connection -> connection.on(event));
    }

    @Override
    public Boolean segment(FlowEvent.Segment event) {
        return changeConnection(event, connection -> connection.on(event));
    }

    @Override
    public Boolean connectionClosed(FlowEvent.ConnectionClosed event) {
        boolean changed = changeConnection(event, connection -> connection.on(event));
        connections.remove(event.connection());
        return changed;
    }

    @Override
    public Boolean exchangeStarted(FlowEvent.ExchangeStarted event) {
        OpenConnection connection = connections.get(event.connection());
        if (connection != null) {
            connection.on(event);
            connectionChanged.accept(connection);
        }
        OpenExchange exchange = new OpenExchange(event, connection);
        exchanges.put(event.exchange(), exchange);
        exchangeChanged.accept(exchange);
        return true;
    }

    @Override
    public Boolean exchangeCaller(FlowEvent.ExchangeCaller event) {
        return changeExchange(event, exchange -> exchange.on(event));
    }

    @Override
    public Boolean requestHead(FlowEvent.RequestHead event) {
        return changeExchange(event, exchange -> exchange.on(event));
    }

    @Override
    public Boolean interimHead(FlowEvent.InterimHead event) {
        return changeExchange(event, exchange -> exchange.on(event));
    }

    @Override
    public Boolean trailers(FlowEvent.Trailers event) {
        return changeExchange(event, exchange -> exchange.on(event));
    }

    @Override
    public Boolean responseHead(FlowEvent.ResponseHead event) {
        return changeExchange(event, exchange -> exchange.on(event));
    }

    @Override
    public Boolean bodyChunk(FlowEvent.BodyChunk event) {
        return changeExchange(event, exchange -> exchange.on(event));
    }

    @Override
    public Boolean messageSeen(FlowEvent.MessageSeen event) {
        return changeExchange(event, exchange -> exchange.on(event));
    }

    @Override
    public Boolean bodyEnded(FlowEvent.BodyEnded event) {
        return changeExchange(event, exchange -> exchange.on(event));
    }

    @Override
    public Boolean exchangeEnded(FlowEvent.ExchangeEnded event) {
        boolean changed = changeExchange(event, exchange -> exchange.on(event));
        exchanges.remove(event.exchange());
        return changed;
    }

    // ---- events that no row of a connection or exchange shows

    @Override
    public Boolean trustJudged(FlowEvent.TrustJudged event) {
        return false;
    }

    @Override
    public Boolean programStarted(FlowEvent.ProgramStarted event) {
        return false;
    }

    @Override
    public Boolean lookedUp(FlowEvent.LookedUp event) {
        return false;
    }

    @Override
    public Boolean bypassed(FlowEvent.Bypassed event) {
        return false;
    }

    @Override
    public Boolean coverage(FlowEvent.Coverage event) {
        return false;
    }

    @Override
    public Boolean programEnded(FlowEvent.ProgramEnded event) {
        return false;
    }

    private boolean changeConnection(FlowEvent.OfConnection event, Consumer<OpenConnection> change) {
        return change(connections.get(event.connection()), change, connectionChanged);
    }

    private boolean changeExchange(FlowEvent.OfExchange event, Consumer<OpenExchange> change) {
        return change(exchanges.get(event.exchange()), change, exchangeChanged);
    }

    private static <T> boolean change(@Nullable T flow, Consumer<T> change, Consumer<T> changed) {
        if (flow == null) {
            return false;
        }
        change.accept(flow);
        changed.accept(flow);
        return true;
    }
}
