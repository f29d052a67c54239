package io.jvmtap.dissect.http2;

import io.jvmtap.dissect.Protocol.Opening;
import io.jvmtap.flow.Direction;
import io.jvmtap.flow.Fault;
import io.jvmtap.flow.FlowEvent.BodyChunk;
import io.jvmtap.flow.FlowEvent.BodyEnded;
import io.jvmtap.flow.FlowEvent.ExchangeEnded;
import io.jvmtap.flow.FlowEvent.ExchangeStarted;
import io.jvmtap.flow.FlowEvent.InterimHead;
import io.jvmtap.flow.FlowEvent.RequestHead;
import io.jvmtap.flow.FlowEvent.ResponseHead;
import io.jvmtap.flow.FlowEvent.Trailers;
import io.jvmtap.flow.FlowIds;
import io.jvmtap.flow.FlowSink;
import io.jvmtap.flow.Header;
import io.jvmtap.flow.Stamp;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The open streams of one connection; each is an exchange, which ends when both its messages are over, when either side
 * resets it, or with the connection. Frames of streams that are not open are none of ours: mostly they were on their way
 * when the other side reset the stream.
 */
final class Streams {
    /** Servers allow some hundreds at once; those that set no limit see a few thousand. Each costs memory. */
    static final int MAX_OPEN = 10_000;

    private static final String VERSION = "HTTP/2";

    private final Opening opening;
    private final FlowSink sink;
    private final FlowIds ids;
    private final Map<Integer, OpenStream> open = new LinkedHashMap<>();
    /** The one that was asked for last: most frames are for it. */
    private @Nullable OpenStream recent;

    private int lastRequested;
    private int lastPromised;
    private @Nullable GoAway goneProgram;
    private @Nullable GoAway goneServer;

    Streams(Opening opening, FlowSink sink, FlowIds ids) {
        this.opening = opening;
        this.sink = sink;
        this.ids = ids;
    }

    // ---- heads

    void headers(Direction direction, int id, List<Header> fields, int wire, boolean last, Stamp at) throws NotHttp2 {
        OpenStream stream = get(id);
        if (stream == null) {
            if (direction == Direction.IN || id % 2 == 0 || id <= lastRequested) {
                return;
            }
            lastRequested = id;
            stream = start(id, "h2", at);
            request(stream, fields, at);
            stream.addWire(direction, wire);
            if (last) {
                over(stream, direction, at);
            }
            refuseAfter(goneServer, stream, at);
            return;
        }
        if (stream.over(direction)) {
            return;
        }
        stream.addWire(direction, wire);
        if (direction == Direction.IN && !stream.answered) {
            response(stream, fields, at);
        } else if (!fields.isEmpty()) {
            sink.emit(new Trailers(stream.exchange, at, direction, fields));
        }
        if (last && get(id) == stream) {
            over(stream, direction, at);
        }
    }

    /** The server answers a request that it makes up itself (RFC 9113 section 8.4). */
    void promised(Direction direction, int id, List<Header> fields, int wire, Stamp at) throws NotHttp2 {
        if (direction == Direction.OUT || id % 2 != 0 || id <= lastPromised) {
            return;
        }
        lastPromised = id;
        OpenStream stream = start(id, "h2 push", at);
        request(stream, fields, at);
        stream.addWire(Direction.OUT, wire);
        over(stream, Direction.OUT, at);
        refuseAfter(goneProgram, stream, at);
    }

    private OpenStream start(int id, String protocol, Stamp at) throws NotHttp2 {
        if (open.size() == MAX_OPEN) {
            throw new NotHttp2("more than " + MAX_OPEN + " streams at once");
        }
        OpenStream stream = new OpenStream(id, ids.nextExchange());
        open.put(id, stream);
        recent = stream;
        sink.emit(new ExchangeStarted(stream.exchange, at, opening.connection(), protocol));
        return stream;
    }

    private void request(OpenStream stream, List<Header> fields, Stamp at) {
        String scheme = Pseudo.value(fields, Pseudo.SCHEME);
        String known = scheme.isEmpty() ? opening.tls() ? "https" : "http" : scheme;
        String method = Pseudo.value(fields, Pseudo.METHOD);
        sink.emit(new RequestHead(stream.exchange, at, method, known, Pseudo.target(fields), VERSION, fields));
    }

    private void response(OpenStream stream, List<Header> fields, Stamp at) {
        int status = Pseudo.status(fields);
        if (status == 0) {
            Fault fault = new Fault(Fault.Code.NOT_OF_PROTOCOL, Fault.Scope.EXCHANGE, "a response without a status");
            close(stream, fault, at);
        } else if (status / 100 == 1) {
            sink.emit(new InterimHead(stream.exchange, at, status, "", fields));
            stream.interimOver();
        } else {
            stream.answered = true;
            sink.emit(new ResponseHead(stream.exchange, at, status, "", VERSION, fields));
        }
    }

    // ---- bodies

    /** @return whether the body of this frame is of an exchange */
    boolean opensData(Direction direction, int id, int wire) {
        OpenStream stream = get(id);
        if (stream == null || stream.over(direction) || (direction == Direction.IN && !stream.answered)) {
            return false;
        }
        stream.addWire(direction, wire);
        return true;
    }

    /** Of a frame that {@link #opensData} wanted; the other side may have reset the stream meanwhile. */
    void data(Direction direction, int id, byte[] bytes, Stamp at) {
        OpenStream stream = get(id);
        if (stream != null) {
            sink.emit(new BodyChunk(stream.exchange, at, direction, bytes));
        }
    }

    void endStream(Direction direction, int id, Stamp at) {
        OpenStream stream = get(id);
        if (stream != null) {
            over(stream, direction, at);
        }
    }

    // ---- ends

    void reset(Direction by, int id, int code, Stamp at) {
        OpenStream stream = get(id);
        if (stream == null) {
            return;
        }
        if (stream.responseOver && (code == ErrorCode.NO_ERROR || code == ErrorCode.CANCEL)) {
            // The answer is complete and the rest of the request not needed (RFC 9113 section 8.1).
            over(stream, Direction.OUT, at);
        } else {
            close(stream, reset(by, "RST_STREAM " + ErrorCode.name(code)), at);
        }
    }

    void goAway(Direction by, GoAway goAway, Stamp at) {
        if (by == Direction.OUT) {
            goneProgram = goAway;
        } else {
            goneServer = goAway;
        }
        for (OpenStream stream : List.copyOf(open.values())) {
            boolean promised = stream.id % 2 == 0;
            if (promised == (by == Direction.OUT)) {
                refuseAfter(goAway, stream, at);
            }
        }
    }

    /** One side sends no more. */
    void end(Direction direction, Stamp at) {
        for (OpenStream stream : List.copyOf(open.values())) {
            if (stream.over(direction)) {
                continue;
            }
            boolean request = direction == Direction.OUT;
            String missing = request
                    ? "request: its stream has no end"
                    : stream.answered ? "response: its stream has no end" : "no response came";
            Fault fault = new Fault(Fault.Code.TRUNCATED, Fault.Scope.MESSAGE, missing + afterGoAway());
            if (request) {
                stream.fault = fault;
                stream.requestOver = true;
                settle(stream, at);
            } else {
                close(stream, stream.fault == null ? fault : stream.fault, at);
            }
        }
    }

    /** Ends what is open; what spoiled an exchange before counts more. */
    void endAll(Stamp at, Fault fault) {
        for (OpenStream stream : List.copyOf(open.values())) {
            close(stream, stream.fault == null ? fault : stream.fault, at);
        }
    }

    private String afterGoAway() {
        GoAway said = goneServer != null ? goneServer : goneProgram;
        return said == null ? "" : ", after " + said.reason();
    }

    private void refuseAfter(@Nullable GoAway goAway, OpenStream stream, Stamp at) {
        if (goAway != null && stream.id > goAway.last() && get(stream.id) == stream) {
            Direction by = goAway == goneProgram ? Direction.OUT : Direction.IN;
            close(stream, reset(by, goAway.reason() + ": not looked at"), at);
        }
    }

    private static Fault reset(Direction by, String detail) {
        Fault.Code code = by == Direction.OUT ? Fault.Code.RESET_BY_PROGRAM : Fault.Code.RESET_BY_SERVER;
        return new Fault(code, Fault.Scope.EXCHANGE, detail);
    }

    private void over(OpenStream stream, Direction direction, Stamp at) {
        if (direction == Direction.IN && !stream.answered) {
            Fault fault = new Fault(Fault.Code.TRUNCATED, Fault.Scope.MESSAGE, "no response came but its end");
            close(stream, fault, at);
            return;
        }
        sink.emit(new BodyEnded(stream.exchange, at, direction, stream.wire(direction)));
        if (direction == Direction.OUT) {
            stream.requestOver = true;
        } else {
            stream.responseOver = true;
        }
        settle(stream, at);
    }

    private void settle(OpenStream stream, Stamp at) {
        if (stream.requestOver && stream.responseOver) {
            close(stream, stream.fault, at);
        }
    }

    private void close(OpenStream stream, @Nullable Fault fault, Stamp at) {
        open.remove(stream.id);
        recent = null;
        sink.emit(new ExchangeEnded(stream.exchange, at, fault));
    }

    private @Nullable OpenStream get(int id) {
        OpenStream last = recent;
        if (last != null && last.id == id) {
            return last;
        }
        OpenStream found = open.get(id);
        if (found != null) {
            recent = found;
        }
        return found;
    }
}
