package io.jvmtap.dissect;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jvmtap.dissect.Protocol.Opening;
import io.jvmtap.dissect.grpc.GrpcCalls;
import io.jvmtap.dissect.http1.Http1;
import io.jvmtap.dissect.http2.Http2;
import io.jvmtap.dissect.sse.ServerSentEvents;
import io.jvmtap.dissect.websocket.WebSocket;
import io.jvmtap.flow.Cause;
import io.jvmtap.flow.Destination;
import io.jvmtap.flow.Direction;
import io.jvmtap.flow.Fault;
import io.jvmtap.flow.FlowEvent;
import io.jvmtap.flow.FlowEvent.ConnectionClosed;
import io.jvmtap.flow.FlowEvent.ConnectionOpened;
import io.jvmtap.flow.FlowGrammar;
import io.jvmtap.flow.RecordingSink;
import io.jvmtap.flow.Stamp;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A conversation to play to a {@link Watcher}, and the trace that must come of it: with every step in one piece, with
 * each step cut in two at every byte, and byte by byte. The grammar of each run is checked.
 */
public final class Playbook {
    static final List<Protocol> PROTOCOLS = List.of(new Http1(), new Http2());

    private static final List<MessageFormat> MESSAGES =
            List.of(new WebSocket(), new ServerSentEvents(), new GrpcCalls());

    private static final long CONNECTION = 7;

    private final Opening opening;
    private final List<Step> steps = new ArrayList<>();

    private List<Protocol> protocols = PROTOCOLS;

    private Playbook(Opening opening) {
        this.opening = opening;
    }

    /** Has the bodies of exchanges looked at for messages. */
    public Playbook withMessages() {
        protocols = List.of(
                new WithMessages(new Http1(MESSAGES), MESSAGES), //
                new WithMessages(new Http2(), MESSAGES));
        return this;
    }

    /** How long the piece is that comes next of a step with {@code length} bytes, {@code from} of which have come. */
    @FunctionalInterface
    public interface Cutter {
        int next(int from, int length);
    }

    /** A connection whose protocol ALPN has chosen. */
    public static Playbook over(String alpn) {
        return new Playbook(new Opening(CONNECTION, true, alpn));
    }

    /** An encrypted connection whose protocol nobody has said. */
    public static Playbook unknown() {
        return new Playbook(new Opening(CONNECTION, true, null));
    }

    public static Playbook unencrypted() {
        return new Playbook(new Opening(CONNECTION, false, null));
    }

    /** The program sends; each char is a byte. */
    public Playbook out(String bytes) {
        return send(Direction.OUT, bytes);
    }

    /** The server sends; each char is a byte. */
    public Playbook in(String bytes) {
        return send(Direction.IN, bytes);
    }

    public Playbook send(Direction direction, String bytes) {
        steps.add(new Step(direction, bytes.getBytes(StandardCharsets.ISO_8859_1), null));
        return this;
    }

    public Playbook end(Direction direction) {
        steps.add(new Step(direction, new byte[0], null));
        return this;
    }

    public Playbook closedBy(Fault fault) {
        steps.add(new Step(Direction.OUT, new byte[0], fault));
        return this;
    }

    /** Plays it every way; without {@link #closedBy} the connection is closed in order at the end. */
    public void gives(String trace) {
        String expected = trace.strip();
        assertEquals(expected, EventText.of(play((from, length) -> length - from)), "in whole steps");
        assertEquals(expected, EventText.of(play((from, length) -> 1)), "byte by byte");
        int longest = steps.stream().mapToInt(step -> step.bytes.length).max().orElse(0);
        for (int i = 1; i < longest; i++) {
            int cut = i;
            Cutter once = (from, length) -> from == 0 && cut < length ? cut : length - from;
            assertEquals(expected, EventText.of(play(once)), "cut at " + cut);
        }
    }

    /** @return the events of the connection, without its opening and its end */
    public List<FlowEvent> play(Cutter cutter) {
        RecordingSink sink = new RecordingSink();
        Destination nowhere = new Destination("host", 443, List.of(InetAddress.getLoopbackAddress()));
        sink.emit(new ConnectionOpened(CONNECTION, new Stamp(0, 0), "", nowhere, Cause.UNKNOWN));
        Watcher watcher = new Watcher(opening, sink, new CountedIds(), protocols);
        int sent = 0;
        int moment = 0;
        for (Step step : steps) {
            step.play(watcher, new Stamp(++moment, moment), cutter);
            sent += step.bytes.length;
        }
        Stamp last = new Stamp(++moment, moment);
        watcher.closed(last, null);
        assertEquals(sent, watcher.bytes(Direction.OUT) + watcher.bytes(Direction.IN), "bytes counted");
        List<FlowEvent> seen = sink.events();
        sink.emit(new ConnectionClosed(CONNECTION, last, 0, 0, null));
        FlowGrammar.check(sink.events());
        return seen.subList(1, seen.size());
    }

    /** No bytes: an end of the direction, or with a fault, of the connection. */
    private record Step(
            Direction direction, byte[] bytes, @Nullable Fault fault) {
        void play(Watcher watcher, Stamp at, Cutter cutter) {
            if (fault != null) {
                watcher.closed(at, fault);
            } else if (bytes.length == 0) {
                watcher.end(direction, at);
            }
            int from = 0;
            while (from < bytes.length) {
                int count = cutter.next(from, bytes.length);
                ByteBuffer piece = ByteBuffer.wrap(bytes, from, count);
                watcher.on(direction, piece, at);
                assertEquals(count, piece.remaining(), "the relay's buffer is not touched");
                from += count;
            }
        }
    }
}
