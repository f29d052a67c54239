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

/** Tells of requests. */
final class RequestSide implements MessageReader.Messages {
    private static final StartLine.Request NONE = new StartLine.Request("", "", "");

    private final Exchanges exchanges;
    private final FlowSink sink;
    private final String scheme;
    private StartLine.Request line = NONE;

    RequestSide(Exchanges exchanges, FlowSink sink, String scheme) {
        this.exchanges = exchanges;
        this.sink = sink;
        this.scheme = scheme;
    }

    @Override
    public void began(byte first, Stamp at) throws NotHttp {
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
        sink.emit(new BodyEnded(id(), at, Direction.OUT, wireBytes));
        exchanges.requestOver(at);
    }

    private long id() {
        return exchanges.sending().id;
    }
}
