package io.jvmtap.dissect.http2;

import io.jvmtap.dissect.Dissector;
import io.jvmtap.dissect.Protocol.Opening;
import io.jvmtap.flow.Direction;
import io.jvmtap.flow.Fault;
import io.jvmtap.flow.FlowEvent.Segment;
import io.jvmtap.flow.FlowIds;
import io.jvmtap.flow.FlowSink;
import io.jvmtap.flow.Stamp;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads both directions of one connection; its streams are the exchanges. */
final class Http2Dissector implements Dissector {
    private final Opening opening;
    private final FlowSink sink;
    private final Streams streams;
    private final FrameReader requests;
    private final FrameReader responses;

    Http2Dissector(Opening opening, FlowSink sink, FlowIds ids) {
        this.opening = opening;
        this.sink = sink;
        this.streams = new Streams(opening, sink, ids);
        this.requests = new FrameReader(Direction.OUT, streams);
        this.responses = new FrameReader(Direction.IN, streams);
    }

    @Override
    public boolean on(Direction direction, ByteBuffer bytes, Stamp at) {
        try {
            reader(direction).read(bytes, at);
            return true;
        } catch (NotHttp2 not) {
            String detail = String.valueOf(not.getMessage());
            streams.endAll(at, new Fault(Fault.Code.NOT_OF_PROTOCOL, Fault.Scope.CONNECTION, detail));
            stream(direction.opposite());
            stream(direction);
            return false;
        }
    }

    @Override
    public void end(Direction direction, Stamp at) {
        stream(direction);
        streams.end(direction, at);
    }

    @Override
    public void closed(Stamp at, @Nullable Fault fault) {
        stream(Direction.OUT);
        stream(Direction.IN);
        if (fault == null) {
            streams.end(Direction.OUT, at);
            streams.end(Direction.IN, at);
        } else {
            streams.endAll(at, fault);
        }
    }

    private FrameReader reader(Direction direction) {
        return direction == Direction.OUT ? requests : responses;
    }

    /** Tells as a stream what a reader took and could make nothing of. */
    private void stream(Direction direction) {
        Untold untold = reader(direction).untold();
        for (int from = 0; from < untold.length(); from += MAX_PIECE) {
            int to = Math.min(untold.length(), from + MAX_PIECE);
            byte[] piece = Arrays.copyOfRange(untold.bytes(), from, to);
            sink.emit(new Segment(opening.connection(), untold.since(), direction, piece));
        }
        untold.clear();
    }
}
