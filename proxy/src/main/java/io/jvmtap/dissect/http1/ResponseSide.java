package io.jvmtap.dissect.http1;

import io.jvmtap.flow.Direction;
import io.jvmtap.flow.FlowEvent.BodyChunk;
import io.jvmtap.flow.FlowEvent.BodyEnded;
import io.jvmtap.flow.FlowEvent.InterimHead;
import io.jvmtap.flow.FlowEvent.ResponseHead;
import io.jvmtap.flow.FlowEvent.Trailers;
import io.jvmtap.flow.FlowSink;
import io.jvmtap.flow.Header;
import io.jvmtap.flow.Stamp;
import java.util.List;

/** Tells of responses. */
final class ResponseSide implements MessageReader.Messages {
    private static final StartLine.Status NONE = new StartLine.Status("", 0, "");

    private final Exchanges exchanges;
    private final FlowSink sink;
    private final RequestSide requests;
    private StartLine.Status line = NONE;
    private boolean tunnel;
    private boolean upgraded;

    ResponseSide(Exchanges exchanges, FlowSink sink, RequestSide requests) {
        this.requests = requests;
        this.exchanges = exchanges;
        this.sink = sink;
    }

    /** Whether a response has made the rest of the connection something else than HTTP. */
    boolean tunnel() {
        return tunnel;
    }

    /** Whether the rest of the connection is the bodies of the exchange that a response has just upgraded. */
    boolean upgraded() {
        return upgraded;
    }

    @Override
    public void began(byte first, Stamp at) throws NotHttp {
        if (exchanges.answered() == null) {
            throw new NotHttp("the server spoke without having been asked");
        }
        StartLine.statusOpens(new byte[] {first}, 1);
    }

    @Override
    public void startLineOpens(byte[] bytes, int length) throws NotHttp {
        StartLine.statusOpens(bytes, length);
    }

    @Override
    public void startLine(String text) throws NotHttp {
        line = StartLine.status(text);
    }

    @Override
    public Framing head(List<Header> headers, Stamp at) throws NotHttp {
        Exchange exchange = exchange();
        if (isInterim()) {
            sink.emit(new InterimHead(exchange.id, at, line.status(), line.reason(), headers));
            return Framing.NONE;
        }
        boolean held = requests.holds(exchange.id);
        upgraded = held && line.status() == 101 && requests.accepted(headers);
        if (held && !upgraded) {
            requests.release();
        }
        sink.emit(new ResponseHead(exchange.id, at, line.status(), line.reason(), line.version(), headers));
        if (upgraded) {
            return Framing.UNTIL_CLOSE;
        }
        Framing framing = Framing.ofResponse(exchange.method, line.status(), headers);
        tunnel = framing.kind() == Framing.Kind.TUNNEL;
        return framing;
    }

    @Override
    public void body(byte[] bytes, Stamp at) {
        sink.emit(new BodyChunk(exchange().id, at, Direction.IN, bytes));
    }

    @Override
    public void trailers(List<Header> trailers, Stamp at) {
        sink.emit(new Trailers(exchange().id, at, Direction.IN, trailers));
    }

    @Override
    public void ended(long wireBytes, Stamp at) {
        if (!isInterim()) {
            sink.emit(new BodyEnded(exchange().id, at, Direction.IN, wireBytes));
            exchanges.responseOver(at);
        }
    }

    /** 101 is final for HTTP, whatever its class says (RFC 9110 section 15.2.2). */
    private boolean isInterim() {
        return line.status() / 100 == 1 && line.status() != 101;
    }

    private Exchange exchange() {
        Exchange answered = exchanges.answered();
        if (answered == null) {
            throw new IllegalStateException("no exchange is being answered");
        }
        return answered;
    }
}
