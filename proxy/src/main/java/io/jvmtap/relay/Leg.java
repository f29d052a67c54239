package io.jvmtap.relay;

import io.jvmtap.flow.Direction;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * One of the two sides of a tapped connection: its channel, its TLS where it has begun, and the ways to end it. Tells
 * the {@link TappedConnection} what happens on it. On the connection's event loop only.
 */
final class Leg extends ChannelInboundHandlerAdapter {
    private final TappedConnection connection;
    private final Direction side;
    private @Nullable Channel channel;
    private @Nullable SslHandler tls;
    private boolean reading;
    private boolean inputEnded;
    private boolean outputEnded;
    private boolean endTold;

    /** @param side OUT: the server's; IN: the program's */
    Leg(TappedConnection connection, Direction side) {
        this.connection = connection;
        this.side = side;
    }

    Direction side() {
        return side;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        channel = ctx.channel();
    }

    Channel channel() {
        return Objects.requireNonNull(channel, "a leg has its channel once it is in a pipeline");
    }

    boolean connected() {
        return channel != null && channel.isActive();
    }

    /** Begins TLS; the future of the handler tells how the handshake ends. */
    SslHandler secure(SSLEngine engine) {
        SslHandler handler = new SslHandler(engine);
        // How long a handshake may take is for the two ends to decide, not for us.
        handler.setHandshakeTimeoutMillis(0);
        handler.setCloseNotifyReadTimeoutMillis(0);
        handler.setCloseNotifyFlushTimeout(0, TimeUnit.MILLISECONDS);
        tls = handler;
        channel().pipeline().addFirst("tls", handler);
        return handler;
    }

    /** Asks for more bytes, once until they have come. */
    void read() {
        if (!reading && connected()) {
            reading = true;
            channel().read();
        }
    }

    boolean writable() {
        return channel().isWritable();
    }

    /** Takes the buffer over. */
    void write(ByteBuf bytes) {
        if (outputEnded || !connected()) {
            bytes.release();
        } else {
            channel().write(bytes, channel().voidPromise());
        }
    }

    void flush() {
        if (connected()) {
            channel().flush();
        }
    }

    boolean secured() {
        return tls != null;
    }

    boolean inputEnded() {
        return inputEnded;
    }

    /** True the first time it is asked. */
    boolean firstEnd() {
        boolean first = !endTold;
        endTold = true;
        return first;
    }

    /** Sends close_notify after what was written; the TCP connection stays. */
    void closeNotify() {
        SslHandler handler = tls;
        if (handler != null && connected()) {
            // The engine takes no more bytes once it is closed: what waits is encrypted first.
            channel().flush();
            handler.closeOutbound();
        }
    }

    /** Sends FIN after what was written: nothing more goes this way. */
    void endOutput() {
        if (outputEnded || !connected()) {
            return;
        }
        outputEnded = true;
        channel().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> {
            if (channel() instanceof DuplexChannel halves && connected()) {
                halves.shutdownOutput();
            } else {
                // A part of a client's connection has no halves.
                channel().close();
            }
        });
    }

    /** Closes at once, with FIN, without close_notify. */
    void close() {
        if (channel != null) {
            channel.unsafe().close(channel.voidPromise());
        }
    }

    /** Closes at once, with RST. */
    void reset() {
        if (connected()) {
            channel().config().setOption(ChannelOption.SO_LINGER, 0);
        }
        close();
    }

    /** Writes bytes below TLS, then closes: an alert before any key, say. */
    void writeRawAndClose(byte[] bytes) {
        if (connected()) {
            channel().writeAndFlush(Unpooled.wrappedBuffer(bytes)).addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        connection.data(this, (ByteBuf) message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        reading = false;
        connection.readComplete(this);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        connection.writabilityChanged(this);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslCloseCompletionEvent closed && closed.isSuccess()) {
            connection.closeNotified(this);
        } else if (event instanceof ChannelInputShutdownEvent) {
            ended();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        ended();
        connection.inactive(this);
    }

    private void ended() {
        if (!inputEnded) {
            inputEnded = true;
            connection.inputEnded(this);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        connection.broken(this, cause);
    }
}
