package io.jvmtap.dissect;

import io.jvmtap.dissect.Dissectors.Choice;
import io.jvmtap.dissect.Protocol.Opening;
import io.jvmtap.flow.Direction;
import io.jvmtap.flow.Fault;
import io.jvmtap.flow.FlowEvent.Segment;
import io.jvmtap.flow.FlowIds;
import io.jvmtap.flow.FlowSink;
import io.jvmtap.flow.Stamp;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Watches one connection for the relay: finds out what it speaks, has a dissector read it, and records what no
 * dissector reads as a stream. Used by one thread at a time. Nothing is ever thrown at the relay: a dissector that fails
 * is cut off, and the traffic does not notice.
 *
 * <pre>
 *              ALPN or first bytes match
 *   undecided ───────────────────────────► dissected
 *       │ no match, 64 bytes,                  │ gives up or fails
 *       │ the server speaks first, an end      │
 *       └──────────────► stream ◄──────────────┘
 * </pre>
 *
 * Emits the events between a connection's {@code ConnectionOpened} and {@code ConnectionClosed}, which are the relay's.
 */
public final class Watcher {
    private final Opening opening;
    private final FlowSink sink;
    private final FlowIds ids;
    private final List<Protocol> protocols;
    private final OpenExchanges exchanges;
    /** The program's first bytes while nothing is decided, under {@link Dissectors#DETECTION_LIMIT} in all. */
    private final List<Held> held = new ArrayList<>();

    private boolean undecided;
    /** Null while undecided, and for a stream. */
    private @Nullable Dissector dissector;

    private boolean closed;
    private long bytesOut;
    private long bytesIn;
    /** How many of the program's bytes came before those that the dissector is given now. */
    private long offset;

    private @Nullable ByteBuffer reading;

    public Watcher(Opening opening, FlowSink sink, FlowIds ids, List<Protocol> protocols) {
        this(opening, sink, ids, protocols, Requests.NOBODY);
    }

    /**
     * @param protocols those to choose from; of any first bytes at most one may say {@link Protocol.Match#MATCH}
     * @param requests is told where requests start
     */
    public Watcher(Opening opening, FlowSink sink, FlowIds ids, List<Protocol> protocols, Requests requests) {
        this.opening = opening;
        this.sink = sink;
        this.ids = ids;
        this.protocols = protocols;
        this.exchanges = new OpenExchanges(sink, requests, this::requestOffset);
        guarded(null, () -> {
            Protocol chosen = Dissectors.byAlpn(protocols, opening.alpn());
            if (chosen == null) {
                undecided = true;
            } else {
                dissector = chosen.open(opening, exchanges, ids);
            }
        });
    }

    /**
     * Decrypted bytes that passed.
     *
     * @param bytes valid during the call only; its position is not moved
     */
    public void on(Direction direction, ByteBuffer bytes, Stamp at) {
        if (closed || !bytes.hasRemaining()) {
            return;
        }
        if (direction == Direction.OUT) {
            bytesOut += bytes.remaining();
        } else {
            bytesIn += bytes.remaining();
        }
        guarded(at, () -> {
            if (undecided) {
                decide(direction, bytes, at);
            }
            if (undecided) {
                held.add(new Held(copy(bytes.duplicate(), bytes.remaining()), at));
            } else {
                deliver(direction, bytes.asReadOnlyBuffer(), at);
            }
        });
    }

    /** One side said in an orderly way that it sends no more. */
    public void end(Direction direction, Stamp at) {
        if (closed) {
            return;
        }
        guarded(at, () -> {
            decided(null);
            Dissector reading = dissector;
            if (reading != null) {
                reading.end(direction, at);
            }
        });
    }

    /**
     * The connection is over. Every exchange that was open has ended when this returns; later calls do nothing.
     *
     * @param fault what ended it, null for an orderly end
     */
    public void closed(Stamp at, @Nullable Fault fault) {
        if (closed) {
            return;
        }
        guarded(at, () -> {
            decided(null);
            Dissector reading = dissector;
            if (reading != null) {
                reading.closed(at, fault);
            }
        });
        cutOff(at, "left an exchange open");
        closed = true;
    }

    /** How many decrypted bytes passed in this direction. */
    public long bytes(Direction direction) {
        return direction == Direction.OUT ? bytesOut : bytesIn;
    }

    private void decide(Direction direction, ByteBuffer bytes, Stamp at) {
        if (direction == Direction.IN) {
            decided(null);
            return;
        }
        ByteBuffer first = ByteBuffer.allocate(Dissectors.DETECTION_LIMIT);
        held.forEach(piece -> first.put(piece.bytes));
        first.put(bytes.slice(bytes.position(), Math.min(bytes.remaining(), first.remaining())));
        Choice choice = choose(first.flip());
        if (!choice.undecided()) {
            decided(choice.protocol());
        }
    }

    private Choice choose(ByteBuffer first) {
        try {
            return Dissectors.byFirstBytes(protocols, first);
        } catch (Throwable failure) { // as in guarded: a protocol that cannot judge is one that cannot read
            return Choice.STREAM;
        }
    }

    /** Ends the waiting, if it was not over, and delivers what was held back. */
    private void decided(@Nullable Protocol protocol) {
        if (!undecided) {
            return;
        }
        undecided = false;
        List<Held> pieces = List.copyOf(held);
        held.clear();
        if (protocol != null) {
            guarded(null, () -> dissector = protocol.open(opening, exchanges, ids));
        }
        for (Held piece : pieces) {
            deliver(Direction.OUT, ByteBuffer.wrap(piece.bytes).asReadOnlyBuffer(), piece.at);
        }
    }

    private void deliver(Direction direction, ByteBuffer bytes, Stamp at) {
        Dissector dissecting = dissector;
        if (dissecting != null) {
            int start = bytes.position();
            reading = direction == Direction.OUT ? bytes : null;
            guarded(at, () -> {
                if (!dissecting.on(direction, bytes, at)) {
                    cutOff(at, "gave the connection up with an exchange open");
                }
            });
            reading = null;
            offset += direction == Direction.OUT ? bytes.limit() - start : 0;
        }
        if (dissector == null) {
            while (bytes.hasRemaining()) {
                byte[] piece = copy(bytes, Math.min(bytes.remaining(), Dissector.MAX_PIECE));
                sink.emit(new Segment(opening.connection(), at, direction, piece));
            }
        }
    }

    /** The last byte that was read: a dissector tells of a request when it has read some of it, or its head. */
    private long requestOffset() {
        ByteBuffer now = reading;
        return now == null ? offset : offset + Math.max(0, now.position() - 1);
    }

    private void cutOff(Stamp at, String why) {
        dissector = null;
        guarded(null, () -> exchanges.endAll(at, new Fault(Fault.Code.DISSECTOR_FAILED, Fault.Scope.EXCHANGE, why)));
    }

    /** @param at when, for the ends of what a failing dissector leaves open; null where nothing can be open */
    private void guarded(@Nullable Stamp at, Runnable work) {
        try {
            work.run();
        } catch (Throwable failure) { // whatever it is, even an Error, it is not the traffic's to bear
            dissector = null;
            if (at != null) {
                cutOff(at, failure.toString());
            }
        }
    }

    private static byte[] copy(ByteBuffer from, int length) {
        byte[] bytes = new byte[length];
        from.get(bytes);
        return bytes;
    }

    private record Held(byte[] bytes, Stamp at) {}
}
