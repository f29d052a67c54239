package io.jvmtap.entry;

import io.jvmtap.flow.Destination;
import io.jvmtap.flow.FlowIds;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads the preface that opens each connection, answers it with an ACK, and hands the connection on: to the
 * {@link Arrivals} or to a {@link ControlHandler}. Whoever cannot prove that it knows the session's token is refused.
 *
 * <p>One instance a connection, on its event loop; removes itself from the pipeline when it is done.
 */
public final class AgentEntry extends ChannelInboundHandlerAdapter {
    /** An agent writes its preface at once; a stranger who does not must not hold a socket for long. */
    private static final long PREFACE_SECONDS = 10;

    private final Session session;
    private final Arrivals arrivals;
    private final FlowIds ids;

    private @Nullable ByteBuf seen;
    private @Nullable Future<?> deadline;

    public AgentEntry(Session session, Arrivals arrivals, FlowIds ids) {
        this.session = session;
        this.arrivals = arrivals;
        this.ids = ids;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        deadline = ctx.executor().schedule(() -> ctx.close(), PREFACE_SECONDS, TimeUnit.SECONDS);
        ctx.read();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        seen = seen == null ? bytes : Unpooled.wrappedBuffer(seen, bytes);
        try {
            var unread = seen.nioBuffer();
            Preface preface = PrefaceParser.parse(unread);
            if (preface != null) {
                seen.skipBytes(seen.readableBytes() - unread.remaining());
                answer(ctx, preface);
            }
        } catch (MalformedWireException e) {
            refuse(ctx, Ack.MALFORMED, new UniqueId(0, 0));
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (!ctx.isRemoved()) {
            ctx.read();
        }
    }

    private void answer(ChannelHandlerContext ctx, Preface preface) {
        int port = ((InetSocketAddress) ctx.channel().remoteAddress()).getPort();
        Ack ack = session.judge(preface, port);
        if (ack != Ack.ACCEPTED) {
            refuse(ctx, ack, preface.id());
            return;
        }
        ctx.writeAndFlush(Unpooled.wrappedBuffer(ack.bytes(session.token(), preface.id())));
        Destination destination = preface.destination();
        if (destination == null) {
            ctx.pipeline().addAfter(ctx.name(), "control", new ControlHandler(session, preface.id()));
            leave(ctx);
        } else {
            long connection = ids.nextConnection();
            long jvm = preface.id().jvm();
            session.connections().opened(connection, preface.id(), port);
            session.programs().opened(jvm);
            ctx.channel().closeFuture().addListener(closed -> {
                session.connections().closed(connection, preface.id(), port);
                session.programs().closed(jvm);
            });
            leave(ctx);
            arrivals.arrived(new Arrival(
                    connection, ctx.channel(), preface.id(), destination, preface.cause(), preface.waitMillis(), true));
        }
    }

    private void refuse(ChannelHandlerContext ctx, Ack ack, UniqueId id) {
        ctx.writeAndFlush(Unpooled.wrappedBuffer(ack.bytes(session.token(), id)))
                .addListener(ChannelFutureListener.CLOSE);
        leave(ctx);
    }

    /** What came after the preface, if anything did, belongs to the next handler. */
    private void leave(ChannelHandlerContext ctx) {
        ByteBuf rest = seen;
        seen = null;
        if (rest != null && rest.isReadable()) {
            ctx.fireChannelRead(rest);
        } else if (rest != null) {
            rest.release();
        }
        ctx.pipeline().remove(this);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (deadline != null) {
            deadline.cancel(false);
        }
        if (seen != null) {
            seen.release();
            seen = null;
        }
    }
}
