package io.jvmtap.relay;

import io.jvmtap.dissect.Protocol.Opening;
import io.jvmtap.dissect.Requests;
import io.jvmtap.dissect.Watcher;
import io.jvmtap.entry.Arrival;
import io.jvmtap.entry.RequestCallers;
import io.jvmtap.entry.UniqueId;
import io.jvmtap.entry.Verdict;
import io.jvmtap.flow.Direction;
import io.jvmtap.flow.Fault;
import io.jvmtap.flow.FlowEvent;
import io.jvmtap.flow.Stamp;
import io.jvmtap.relay.Relay.Parts;
import io.jvmtap.tls.Alerts;
import io.jvmtap.tls.ClientHello;
import io.jvmtap.tls.ClientHelloParser;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a program and ours to the real host, on one event loop.
 *
 * <pre>
 *             connected          first bytes are a ClientHello
 *   DIALLING ───────────► SNIFFING ──────────────────────────► SHAKING HANDS
 *       │                    │ anything else, or the server         │ both sides done
 *       │ failed             │ speaks first                         ▼
 *       │                    └─────────────────────────────────► RELAYING
 *       ▼                         SHAKING HANDS ◄─────────────────┤ a ClientHello opens a flight of the program's
 *     CLOSED ◄──────────────────────────────────────────────────────┘ both inputs ended, or a side broke
 * </pre>
 */
final class TappedConnection {
    private enum State {
        DIALLING,
        SNIFFING,
        SHAKING_HANDS,
        RELAYING,
        CLOSED
    }

    private final Arrival arrival;
    private final Parts parts;
    private final Consumer<TappedConnection> closed;
    private final Leg program = new Leg(this, Direction.IN);
    private final Leg server = new Leg(this, Direction.OUT);

    private final CompletableFuture<Void> whenClosed = new CompletableFuture<>();

    private State state = State.DIALLING;
    /** What the program sent before it was clear what it speaks. */
    private ByteBuf first = Unpooled.EMPTY_BUFFER;
    /** What the server sent after its handshake while the program's was under way. */
    private ByteBuf early = Unpooled.EMPTY_BUFFER;

    private final Flights flights = new Flights();
    private @Nullable Future<?> waiting;
    private @Nullable Watcher watcher;
    /** What passed before the current watcher. */
    private long bytesOut;

    private long bytesIn;
    private @Nullable Fault fault;
    /** Why the connection is about to be closed; what comes of that meanwhile is no reason of its own. */
    private @Nullable Fault decided;

    /** How the server's side broke before the program's handshake was done. */
    private @Nullable Throwable earlyBreak;

    TappedConnection(Arrival arrival, Parts parts, Consumer<TappedConnection> closed) {
        this.arrival = arrival;
        this.parts = parts;
        this.closed = closed;
    }

    void start() {
        parts.sink()
                .emit(new FlowEvent.ConnectionOpened(
                        id(), now(), arrival.program(), arrival.destination(), arrival.cause()));
        arrival.channel().config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        arrival.channel().pipeline().addLast("program", program);
        if (arrival.addressChosen()) {
            // A program that gives up while we dial must be noticed.
            program.read();
        }
        // Another client may close its side already when it has said all it has to say, and is read when someone is
        // there.
        dial();
    }

    private void dial() {
        parts.dialler().dial(arrival).addListener((Future<Channel> done) -> {
            if (!done.isSuccess()) {
                if (state != State.CLOSED) {
                    dialFailed(done.cause());
                }
            } else if (state == State.CLOSED) {
                done.getNow().close();
            } else {
                connected(done.getNow());
            }
        });
    }

    private void connected(Channel channel) {
        channel.pipeline().addLast("server", server);
        // Null if it has been closed already, which is about to be noticed.
        if (channel.remoteAddress() instanceof InetSocketAddress reached) {
            parts.sink().emit(new FlowEvent.UpstreamConnected(id(), now(), reached.getAddress(), reached.getPort()));
        }
        state = State.SNIFFING;
        tell(Verdict.CONNECTED, "");
        // A client without the agent may have spoken already.
        sniff(program, Unpooled.EMPTY_BUFFER);
        if (state == State.SNIFFING) {
            program.read();
            server.read();
        }
    }

    private void dialFailed(Throwable why) {
        Fault refused = Faults.connect(why);
        parts.sink().emit(new FlowEvent.UpstreamFailed(id(), now(), refused));
        tell(Faults.verdict(why), refused.detail());
        close(refused);
    }

    private void tell(Verdict verdict, String why) {
        byte[] answer = arrival.answer().to(verdict, why);
        if (answer.length > 0 && program.connected()) {
            program.write(Unpooled.wrappedBuffer(answer));
            program.flush();
        }
    }

    // ---- what the legs report

    void data(Leg from, ByteBuf bytes) {
        switch (state) {
            case DIALLING -> first = joined(first, bytes);
            case SNIFFING -> sniff(from, bytes);
            case SHAKING_HANDS -> {
                if (from == program) {
                    first = joined(first, bytes);
                } else {
                    early = joined(early, bytes);
                }
            }
            case RELAYING -> {
                if (from == program && flights.mayOpenTls()) {
                    watchForTls(bytes);
                } else {
                    pass(from, bytes);
                }
            }
            case CLOSED -> bytes.release();
        }
    }

    void readComplete(Leg from) {
        switch (state) {
            case SNIFFING -> {
                if (first.isReadable()) {
                    program.read();
                }
                server.read();
            }
            case RELAYING -> {
                other(from).flush();
                readOn(from);
            }
            case DIALLING, SHAKING_HANDS, CLOSED -> {
                // Nobody wants more before the next state.
            }
        }
    }

    void writabilityChanged(Leg leg) {
        if (state == State.RELAYING && leg.writable()) {
            readOn(other(leg));
        }
    }

    void closeNotified(Leg from) {
        if (state == State.RELAYING) {
            ended(from);
            other(from).closeNotify();
        }
    }

    void inputEnded(Leg from) {
        if (state == State.SNIFFING) {
            relay(null, false);
        }
        if (state == State.RELAYING) {
            stopWatchingForTls();
            ended(from);
            other(from).endOutput();
            if (other(from).inputEnded()) {
                close(null);
            }
        } else if (state == State.SHAKING_HANDS) {
            if (from == server && server.handshaken()) {
                return; // the program is told when its own handshake is done
            }
            if (from.secured()) {
                // Netty's handler waits on a half-closed channel for ever; on a closed one its handshake fails.
                from.closeWhenHandled();
            } else {
                close(Faults.handshake(from.side(), new ClosedChannelException()));
            }
        } else {
            close(null);
        }
    }

    void inactive(Leg leg) {
        if (state == State.RELAYING || state == State.SNIFFING) {
            close(fault);
        }
    }

    void broken(Leg leg, Throwable why) {
        if (state == State.SHAKING_HANDS && leg == server && server.handshaken()) {
            earlyBreak = why;
        }
        if (state == State.SHAKING_HANDS || state == State.CLOSED) {
            return;
        }
        fault = Faults.broken(leg.side(), why);
        if (Faults.reset(why)) {
            other(leg).reset();
        }
        // TLS 1.3 judges a certificate when the other side's handshake is done: such alerts come here.
        Alerts.received(why).ifPresent(alert -> other(leg).alertAndClose(Alerts.code(alert)));
        close(fault);
    }

    // ---- sniffing

    private void sniff(Leg from, ByteBuf bytes) {
        if (from == server) {
            relay(null, false);
            pass(from, bytes);
            return;
        }
        first = joined(first, bytes);
        if (!first.isReadable()) {
            return;
        }
        ClientHelloParser.Result result = ClientHelloParser.parse(first.nioBuffer());
        switch (result.kind()) {
            case OTHER -> relay(null, false);
            case INCOMPLETE -> {
                // The rest is on its way.
            }
            case COMPLETE -> {
                ClientHello hello = result.hello();
                if (hello != null) {
                    state = State.SHAKING_HANDS;
                    new Handshakes(this, arrival, parts, program, server, hello).start();
                }
            }
        }
    }

    /** What the program has sent so far: its ClientHello, and all after it. Handed over. */
    ByteBuf takeFirst() {
        ByteBuf taken = first;
        first = Unpooled.EMPTY_BUFFER;
        return taken;
    }

    /** TLS may start late in a connection: behind a proxy's CONNECT or SOCKS, or by a STARTTLS of any protocol. */
    private void watchForTls(ByteBuf bytes) {
        stopWaiting();
        first = joined(first, bytes);
        Flights.Look look = flights.look(first.nioBuffer());
        if (look.before() > 0) {
            ByteBuf before = first.readRetainedSlice(look.before());
            if (!first.isReadable()) {
                takeFirst().release();
            }
            pass(program, before);
        }
        switch (look.kind()) {
            case OTHER -> {
                // All of it has passed.
            }
            case INCOMPLETE ->
                waiting = arrival.channel()
                        .eventLoop()
                        .schedule(this::stopWatchingForTls, look.patienceMillis(), TimeUnit.MILLISECONDS);
            case COMPLETE -> {
                ClientHello hello = look.hello();
                if (hello != null) {
                    tlsStartsLate(hello);
                }
            }
        }
    }

    private void tlsStartsLate(ClientHello hello) {
        server.flush();
        Watcher watching = watcher;
        if (watching != null) {
            watching.closed(now(), null);
            bytesOut += watching.bytes(Direction.OUT);
            bytesIn += watching.bytes(Direction.IN);
            watcher = null;
        }
        state = State.SHAKING_HANDS;
        new Handshakes(this, arrival, parts, program, server, hello).start();
    }

    private void stopWatchingForTls() {
        stopWaiting();
        if (state == State.RELAYING && first.isReadable()) {
            passHeld(program, takeFirst());
            server.flush();
        }
    }

    private void stopWaiting() {
        if (waiting != null) {
            waiting.cancel(false);
            waiting = null;
        }
    }

    // ---- relaying

    /** From here on bytes pass; what had to wait passes first. */
    void relay(@Nullable String alpn, boolean tls) {
        if (state == State.CLOSED) {
            return;
        }
        state = State.RELAYING;
        flights.relaying(tls);
        watcher =
                new Watcher(new Opening(id(), tls, alpn), parts.sink(), parts.ids(), parts.protocols(), requests(tls));
        passHeld(server, early);
        early = Unpooled.EMPTY_BUFFER;
        ByteBuf held = takeFirst();
        if (held.isReadable() && flights.mayOpenTls()) {
            watchForTls(held);
        } else {
            passHeld(program, held);
        }
        program.flush();
        if (state == State.RELAYING) {
            server.flush();
            readOn(program);
            readOn(server);
            catchUp();
        }
    }

    /** The server may have ended while the program's handshake was under way: refused its certificate, for one. */
    private void catchUp() {
        if (earlyBreak != null) {
            broken(server, earlyBreak);
        } else {
            if (server.closeNotified()) {
                closeNotified(server);
            }
            if (server.inputEnded()) {
                inputEnded(server);
            }
        }
    }

    private Requests requests(boolean tls) {
        UniqueId id = arrival.id();
        RequestCallers callers = id == null ? null : parts.connections().callers(id);
        return callers == null ? Requests.NOBODY : (event, offset) -> callers.on(event, tls, offset);
    }

    private void passHeld(Leg from, ByteBuf held) {
        if (held.isReadable()) {
            pass(from, held);
        } else {
            held.release();
        }
    }

    private void pass(Leg from, ByteBuf bytes) {
        Watcher watching = watcher;
        if (watching != null) {
            watching.on(direction(from), bytes.nioBuffer(), now());
        }
        flights.passed(direction(from), bytes.nioBuffer());
        other(from).write(bytes);
    }

    /** Reads more when both the other side and the record can take more. */
    private void readOn(Leg from) {
        if (!other(from).connected() || !other(from).writable()) {
            return;
        }
        if (parts.sink().writable()) {
            from.read();
        } else {
            parts.sink().whenWritable(() -> arrival.channel().eventLoop().execute(() -> readOn(from)));
        }
    }

    /** With TLS an input ends twice: by close_notify, and by FIN. */
    private void ended(Leg from) {
        if (watcher != null && from.firstEnd()) {
            watcher.end(direction(from), now());
        }
    }

    // ---- the end

    /** Closes when those have returned who called us: an engine that has failed has an alert to send first. */
    void closeSoon(Fault why) {
        decided = why;
        arrival.channel().eventLoop().execute(() -> close(why));
    }

    /** The proxy stops; may be called on any thread. */
    void stop(Fault why) {
        arrival.channel().eventLoop().execute(() -> close(program.inputEnded() ? null : why));
    }

    /** Ends both sides, unless they have ended already; what was written is still delivered. */
    void close(@Nullable Fault reason) {
        if (state == State.CLOSED) {
            return;
        }
        Fault why = decided != null ? decided : reason;
        boolean relayed = state == State.RELAYING;
        state = State.CLOSED;
        finish(program, relayed);
        finish(server, relayed);
        first.release();
        early.release();
        Stamp at = now();
        if (watcher != null) {
            watcher.closed(at, why);
            bytesOut += watcher.bytes(Direction.OUT);
            bytesIn += watcher.bytes(Direction.IN);
        }
        parts.sink().emit(new FlowEvent.ConnectionClosed(id(), at, bytesOut, bytesIn, why));
        closed.accept(this);
        whenClosed.complete(null);
    }

    boolean closed() {
        return state == State.CLOSED;
    }

    CompletableFuture<Void> whenClosed() {
        return whenClosed;
    }

    /** Before anything was relayed nothing is left to deliver, and an unfinished handshake would hold it back. */
    private static void finish(Leg leg, boolean relayed) {
        if (leg.connected() && relayed) {
            leg.channel().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> leg.close());
        } else {
            leg.close();
        }
    }

    private long id() {
        return arrival.connection();
    }

    private Stamp now() {
        return parts.clock().now();
    }

    private Leg other(Leg leg) {
        return leg == program ? server : program;
    }

    /** Which way bytes travel that came from this leg. */
    private Direction direction(Leg from) {
        return from == program ? Direction.OUT : Direction.IN;
    }

    private static ByteBuf joined(ByteBuf held, ByteBuf more) {
        return held.isReadable() ? Unpooled.wrappedBuffer(held, more) : more;
    }
}
