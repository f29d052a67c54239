package io.jvmtap.relay;

import io.jvmtap.flow.Direction;
import io.jvmtap.tls.Alerts;
import io.jvmtap.tls.EngineAlerts;
import io.jvmtap.tls.OffLoopEngine;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * One of the two sides of a tapped connection: its channel, its TLS where it has begun, and the ways to end it. Tells
 * the {@link TappedConnection} what happens on it. On the connection's event loop only.
 */
final class Leg extends ChannelInboundHandlerAdapter {
    /** A record of a handshake is handled within this, unless somebody has to be waited for. */
    private static final long HANDLING_MILLIS = 2;

    private final TappedConnection connection;
    private final Direction side;
    private @Nullable Channel channel;
    private @Nullable SslHandler tls;
    private boolean reading;
    private boolean inputEnded;
    private boolean outputEnded;
    private boolean endTold;
    private boolean closeNotified;
    private boolean lingering;

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

    /**
     * Begins TLS; the future of the handler tells how the handshake ends.
     *
     * @param tasks runs the engine's delegated tasks
     */
    SslHandler secure(SSLEngine engine, Executor tasks) {
        SslHandler handler = new SslHandler(engine, tasks);
        // How long a handshake may take is for the two ends to decide, not for us.
        handler.setHandshakeTimeoutMillis(0);
        handler.setCloseNotifyReadTimeoutMillis(0);
        handler.setCloseNotifyFlushTimeout(0, TimeUnit.MILLISECONDS);
        tls = handler;
        channel().pipeline().addFirst("tls", handler);
        channel().pipeline().addFirst("last-word", new LastWord(this));
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

    /** Whether its handshake has ended well. */
    boolean handshaken() {
        return tls != null && tls.handshakeFuture().isSuccess();
    }

    /** Whether close_notify has come. */
    boolean closeNotified() {
        return closeNotified;
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
        if (channel != null && !lingering) {
            channel.unsafe().close(channel.voidPromise());
        }
    }

    /** As {@link #close}, but what came before the end is handled first: it may be the alert that says why. */
    void closeWhenHandled() {
        if (tls != null && tls.engine() instanceof OffLoopEngine engine && engine.busy()) {
            channel().eventLoop().schedule(this::closeWhenHandled, HANDLING_MILLIS, TimeUnit.MILLISECONDS);
        } else {
            close();
        }
    }

    /** Closes at once, with RST. */
    void reset() {
        lingering = false;
        if (connected()) {
            channel().config().setOption(ChannelOption.SO_LINGER, 0);
        }
        close();
    }

    /** Sends a fatal alert, in the clear where there is no TLS yet, and closes. */
    void alertAndClose(int code) {
        if (!connected()) {
            return;
        }
        SslHandler handler = tls;
        byte[] record = {};
        if (handler == null) {
            record = Alerts.plaintextRecord(code);
        } else {
            channel().flush();
            EngineAlerts.queue(handler.engine(), code);
        }
        channel().writeAndFlush(Unpooled.wrappedBuffer(record)).addListener(written -> linger());
    }

    /** Sends FIN, and closes when the other side has ended too: what was written last arrives. */
    void linger() {
        if (connected() && !lingering) {
            lingering = true;
            channel().pipeline().addFirst("lingering", new Lingering());
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
            closeNotified = true;
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
