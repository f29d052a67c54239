package io.jvmtap.relay;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;

/**
 * Ends a connection whose last word must arrive: FIN, then whatever still comes is read and dropped until the other side
 * ends too. A socket that is closed with unread bytes sends a reset, and a reset overtakes the alert before it (RFC 1122
 * section 4.2.2.13). Below TLS, at the head of the pipeline; on its event loop.
 */
final class Lingering extends ChannelInboundHandlerAdapter {
    /** The other side has read our alert long before; one that never ends must not hold a socket. */
    private static final long PATIENCE_SECONDS = 2;

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        ((DuplexChannel) ctx.channel()).shutdownOutput();
        ctx.executor().schedule(() -> close(ctx), PATIENCE_SECONDS, TimeUnit.SECONDS);
        ctx.read();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ReferenceCountUtil.release(message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        ctx.read();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            close(ctx);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        close(ctx);
    }

    private static void close(ChannelHandlerContext ctx) {
        ctx.channel().unsafe().close(ctx.channel().voidPromise());
    }
}
