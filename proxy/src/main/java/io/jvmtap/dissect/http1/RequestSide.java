package io.jvmtap.dissect.http1;

import io.jvmtap.flow.Direction;
import io.jvmtap.flow.FlowEvent.BodyChunk;
import io.jvmtap.flow.FlowEvent.BodyEnded;
import io.jvmtap.flow.FlowEvent.RequestHead;
import io.jvmtap.flow.FlowEvent.Trailers;
import io.jvmtap.flow.FlowSink;
import io.jvmtap.flow.Header;
import io.jvmtap.flow.Stamp;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Tells of requests. */
final class RequestSide implements MessageReader.Messages {
    private static final StartLine.Request NONE = new StartLine.Request("", "", "");

    private final Exchanges exchanges;
    private final FlowSink sink;
    private final String scheme;
    private final Predicate<String> upgrades;
    private StartLine.Request line = NONE;
    /** Whether this request asks for an upgrade that we can read. */
    private boolean asks;
    /** The end of a request that asks: whether it is one shows with the answer. */
    private @Nullable BodyEnded held;

    RequestSide(Exchanges exchanges, FlowSink sink, String scheme, Predicate<String> upgrades) {
        this.upgrades = upgrades;
        this.exchanges = exchanges;
        this.sink = sink;
        this.scheme = scheme;
    }

    @Override
    public void began(byte first, Stamp at) throws NotHttp {
        release();
        StartLine.requestOpens(new byte[] {first}, 1);
        exchanges.start(at);
    }

    @Override
    public void startLineOpens(byte[] bytes, int length) throws NotHttp {
        StartLine.requestOpens(bytes, length);
    }

    @Override
    public void startLine(String text) throws NotHttp {
        line = StartLine.request(text);
        exchanges.sending().method = line.method();
    }

    @Override
    public Framing head(List<Header> headers, Stamp at) throws NotHttp {
        asks = headers.stream().anyMatch(this::asks);
        sink.emit(new RequestHead(id(), at, line.method(), scheme, line.target(), line.version(), headers));
        return Framing.ofRequest(headers);
    }

    @Override
    public void body(byte[] bytes, Stamp at) {
        sink.emit(new BodyChunk(id(), at, Direction.OUT, bytes));
    }

    @Override
    public void trailers(List<Header> trailers, Stamp at) {
        sink.emit(new Trailers(id(), at, Direction.OUT, trailers));
    }

    @Override
    public void ended(long wireBytes, Stamp at) {
        held = new BodyEnded(id(), at, Direction.OUT, wireBytes);
        if (!asks) {
            release();
        }
    }

    private boolean asks(Header header) {
        return header.name().strip().equalsIgnoreCase("Upgrade") && upgrades.test(header.value());
    }

    /** Whether the answer to this exchange decides if its request goes on. */
    boolean holds(long exchange) {
        return held != null && held.exchange() == exchange;
    }

    /** Whether an Upgrade field of an answer is what was asked for. */
    boolean accepted(List<Header> headers) {
        return headers.stream().anyMatch(this::asks);
    }

    /** The request that is held goes on. */
    boolean goOn() {
        boolean holding = held != null;
        asks = false;
        held = null;
        return holding;
    }

    /** The request that is held, if one is, ended when it seemed to. */
    void release() {
        BodyEnded end = held;
        if (end != null) {
            held = null;
            sink.emit(end);
            exchanges.requestOver(end.at());
        }
    }

    private long id() {
        return exchanges.sending().id;
    }
}
