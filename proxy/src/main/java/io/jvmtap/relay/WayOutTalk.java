package io.jvmtap.relay;

import io.jvmtap.entry.Verdict;
import io.jvmtap.flow.Fault.Code;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.concurrent.Promise;

/**
 * Has the proxy on the way out connect us, then leaves the pipeline. One instance a connection, on its event loop. What the
 * server said meanwhile is passed on once there is someone to take it.
 */
final class WayOutTalk extends ChannelInboundHandlerAdapter {
    private final WayOut proxy;
    private final WayOutGreeting greeting;
    private final Promise<Channel> connected;
    private ByteBuf seen = Unpooled.EMPTY_BUFFER;

    WayOutTalk(WayOut proxy, WayOutGreeting greeting, Promise<Channel> connected) {
        this.proxy = proxy;
        this.greeting = greeting;
        this.connected = connected;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        connected.addListener(done -> {
            if (!done.isSuccess()) {
                ctx.close();
            }
        });
        ctx.writeAndFlush(Unpooled.wrappedBuffer(greeting.opening()), ctx.voidPromise());
        ctx.read();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        seen = ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), seen, (ByteBuf) message);
        try {
            for (byte[] next; (next = greeting.next(seen)) == null || next.length > 0; ) {
                if (next == null) {
                    leave(ctx);
                    return;
                }
                ctx.writeAndFlush(Unpooled.wrappedBuffer(next), ctx.voidPromise());
            }
        } catch (DialException e) {
            connected.tryFailure(e);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (ctx.isRemoved()) {
            ctx.fireChannelReadComplete();
        } else {
            ctx.read();
        }
    }

    private void leave(ChannelHandlerContext ctx) {
        ByteBuf rest = seen;
        seen = Unpooled.EMPTY_BUFFER;
        // Whoever waits for this adds its handler behind this one.
        if (!connected.trySuccess(ctx.channel())) {
            rest.release();
            ctx.close();
        } else if (rest.isReadable()) {
            ctx.fireChannelRead(rest);
            ctx.fireChannelReadComplete();
        } else {
            rest.release();
        }
        ctx.pipeline().remove(this);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            channelInactive(ctx);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        connected.tryFailure(new DialException(
                Verdict.FAILED,
                Code.CONNECT_FAILED,
                "the proxy " + proxy + " closed the connection without an answer"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        connected.tryFailure(cause);
        ctx.close();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        seen.release();
        seen = Unpooled.EMPTY_BUFFER;
    }
}
