package io.jvmtap.entry;

import io.jvmtap.flow.FlowEvent;
import io.jvmtap.flow.Stamp;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The proxy's end of a control connection (WIRE.md section 4): turns what the agent reports into flow events, and
 * answers. One instance a connection, on its event loop.
 */
final class ControlHandler extends ChannelInboundHandlerAdapter {
    private final Session session;
    private final UniqueId id;

    private @Nullable ByteBuf seen;
    private boolean greeted;

    ControlHandler(Session session, UniqueId id) {
        this.session = session;
        this.id = id;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        session.programs().joined(id.jvm(), ctx.channel());
        send(ctx, session.welcome());
        ctx.read();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        seen = seen == null ? bytes : Unpooled.wrappedBuffer(seen, bytes);
        try {
            var unread = seen.nioBuffer();
            for (ControlFrame frame; (frame = ControlFrame.parse(unread)) != null; ) {
                take(ctx, frame);
            }
            if (unread.hasRemaining()) {
                // The copy keeps a slow trickle of fragments from growing a chain of buffers.
                ByteBuf rest = Unpooled.copiedBuffer(unread);
                seen.release();
                seen = rest;
            } else {
                seen.release();
                seen = null;
            }
        } catch (MalformedWireException e) {
            ctx.close();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (session.sink().writable()) {
            ctx.read();
        } else {
            session.sink().whenWritable(() -> ctx.executor().execute(ctx::read));
        }
    }

    private void take(ChannelHandlerContext ctx, ControlFrame frame) throws MalformedWireException {
        switch (frame.type()) {
            case ControlFrame.HELLO -> hello(frame);
            case ControlFrame.LOOKUP -> lookup(frame);
            case ControlFrame.TRUST -> trust(frame);
            case ControlFrame.CALLER -> caller(frame);
            case ControlFrame.COVERAGE -> coverage(frame);
            case ControlFrame.BYPASS -> bypass(frame);
            case ControlFrame.SIGNED -> session.signatures().answered(id.jvm(), frame);
            case ControlFrame.LISTEN -> listen(ctx, frame);
            case ControlFrame.DETACHED -> session.programs().settled(id.jvm());
            case ControlFrame.PING ->
                send(ctx, ControlFrame.of(ControlFrame.PONG).with(1, frame.raw(1)));
            default -> {
                // BYE says only that the end of the connection is no accident; types unknown to us are skipped.
            }
        }
    }

    private void hello(ControlFrame frame) {
        if (greeted) {
            return;
        }
        greeted = true;
        session.sink()
                .emit(new FlowEvent.ProgramStarted(
                        id.program(), now(), frame.number(1), frame.text(2), frame.text(3), frame.text(6)));
    }

    private void lookup(ControlFrame frame) throws MalformedWireException {
        session.sink()
                .emit(new FlowEvent.LookedUp(
                        id.program(),
                        at(frame.number(7)),
                        frame.text(1),
                        PrefaceParser.addresses(ByteBuffer.wrap(frame.raw(2))),
                        PrefaceParser.addresses(ByteBuffer.wrap(frame.raw(3))),
                        frame.number(4),
                        frame.text(5),
                        frame.has(6) ? frame.text(6) : null));
    }

    private void trust(ControlFrame frame) {
        boolean accepted = frame.number(3) != 0;
        String message = frame.text(6);
        String failure = accepted ? null : message.isEmpty() ? frame.text(5) : frame.text(5) + ": " + message;
        session.connections()
                .judged(frame.raw(1), (int) frame.number(2))
                .ifPresent(connection -> session.sink()
                        .emit(new FlowEvent.TrustJudged(connection, at(frame.number(7)), frame.text(4), failure)));
    }

    private void caller(ControlFrame frame) {
        UniqueId about = UniqueId.of(frame.raw(1));
        // A JVM speaks of its own connections only.
        if (about == null || about.jvm() != id.jvm()) {
            return;
        }
        RequestCallers callers = session.connections().callers(about);
        if (callers != null) {
            callers.called(
                    frame.has(5) ? (Long) frame.number(5) : null,
                    frame.number(6) != 0,
                    at(frame.number(4)),
                    frame.text(2),
                    frame.text(3).lines().toList());
        }
    }

    private void coverage(ControlFrame frame) {
        session.sink()
                .emit(new FlowEvent.Coverage(
                        id.program(),
                        now(),
                        frame.each(1),
                        frame.number(2),
                        frame.number(3),
                        frame.number(4),
                        frame.each(5),
                        frame.each(6),
                        frame.number(7)));
    }

    private void listen(ChannelHandlerContext ctx, ControlFrame frame) throws MalformedWireException {
        ControlFrame answer = ControlFrame.of(ControlFrame.LISTENING).with(1, frame.raw(1));
        Doors doors = session.doors();
        if (doors == null) {
            send(ctx, answer.with(3, "this proxy listens on its own port only"));
            return;
        }
        doors.open(id, frame.text(2), PrefaceParser.addresses(ByteBuffer.wrap(frame.raw(3))))
                .whenComplete((opened, failure) -> {
                    if (failure == null) {
                        send(ctx, answer.with(2, Doors.wire(opened)));
                    } else {
                        send(
                                ctx,
                                answer.with(
                                        3, String.valueOf(Doors.cause(failure).getMessage())));
                    }
                });
    }

    private void bypass(ControlFrame frame) {
        session.sink()
                .emit(new FlowEvent.Bypassed(
                        id.program(),
                        at(frame.number(5)),
                        frame.text(1),
                        (int) frame.number(2),
                        frame.text(4),
                        frame.text(3)));
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        session.programs().left(id.jvm(), ctx.channel(), () -> {
            session.signatures().gone(id.jvm());
            if (greeted) {
                session.sink().emit(new FlowEvent.ProgramEnded(id.program(), now()));
            }
        });
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (seen != null) {
            seen.release();
            seen = null;
        }
    }

    /** A reset is how a killed program leaves: nothing more to say than its end. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }

    private static void send(ChannelHandlerContext ctx, ControlFrame frame) {
        ctx.writeAndFlush(Unpooled.wrappedBuffer(frame.bytes()), ctx.voidPromise());
    }

    private Stamp now() {
        return session.clock().now();
    }

    /** The agent's moment by our monotonic clock, since both run on one machine. */
    private Stamp at(long epochMicros) {
        Stamp now = now();
        return new Stamp(epochMicros, now.nanos() - TimeUnit.MICROSECONDS.toNanos(now.epochMicros() - epochMicros));
    }
}
