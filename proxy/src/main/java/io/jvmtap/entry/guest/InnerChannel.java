package io.jvmtap.entry.guest;

import io.netty.buffer.ByteBuf;
import io.netty.channel.AbstractChannel;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelMetadata;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.EventLoop;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;

/**
 * A part of a client's connection, as if it were a connection of its own: an HTTP client sends requests for many hosts over
 * one connection to its proxy, and each host gets the part that is for it. On the client's event loop.
 */
final class InnerChannel extends AbstractChannel {
    private static final ChannelMetadata METADATA = new ChannelMetadata(false);

    /** What is around it. */
    interface Outside {
        /** Whether the client takes more at the moment. */
        boolean takesMore();

        /** Takes the buffer over. */
        void said(ByteBuf bytes);

        void flushed();

        /** Everything that was offered has been read, and more is wanted. */
        void wantsMore();

        void closed(InnerChannel inner);
    }

    private final ChannelConfig config = new DefaultChannelConfig(this);
    private final Outside outside;
    private final Queue<ByteBuf> offered = new ArrayDeque<>();
    private boolean wanted;
    private boolean open = true;

    InnerChannel(Channel client, Outside outside) {
        super(client);
        this.outside = outside;
        config.setAutoRead(false);
    }

    /** From the client. Takes the buffer over. */
    void offer(ByteBuf bytes) {
        if (!open || !bytes.isReadable()) {
            bytes.release();
            return;
        }
        offered.add(bytes);
        deliver();
    }

    boolean hungry() {
        return wanted && offered.isEmpty();
    }

    /** The client takes more again. */
    void resume() {
        if (open) {
            unsafe().flush();
        }
    }

    private void deliver() {
        ByteBuf bytes = wanted ? offered.poll() : null;
        if (bytes != null) {
            wanted = false;
            pipeline().fireChannelRead(bytes);
            pipeline().fireChannelReadComplete();
        }
    }

    @Override
    protected void doBeginRead() {
        wanted = true;
        // Not at once: whoever asks for more is often in the middle of what came before.
        eventLoop().execute(() -> {
            deliver();
            if (open && hungry()) {
                outside.wantsMore();
            }
        });
    }

    @Override
    protected void doWrite(ChannelOutboundBuffer in) {
        for (Object message; (message = in.current()) != null && outside.takesMore(); ) {
            outside.said(((ByteBuf) message).retain());
            in.remove();
        }
        outside.flushed();
    }

    @Override
    protected void doClose() {
        if (open) {
            open = false;
            for (ByteBuf left; (left = offered.poll()) != null; ) {
                left.release();
            }
            outside.closed(this);
        }
    }

    @Override
    protected AbstractUnsafe newUnsafe() {
        return new AbstractUnsafe() {
            @Override
            public void connect(SocketAddress remote, SocketAddress local, ChannelPromise promise) {
                promise.setFailure(new UnsupportedOperationException("it is connected"));
            }
        };
    }

    @Override
    protected boolean isCompatible(EventLoop loop) {
        return true;
    }

    private Channel client() {
        return Objects.requireNonNull(parent(), "made with one");
    }

    @Override
    protected SocketAddress localAddress0() {
        return client().localAddress();
    }

    @Override
    protected SocketAddress remoteAddress0() {
        return client().remoteAddress();
    }

    @Override
    protected void doBind(SocketAddress local) {
        throw new UnsupportedOperationException("it has its client's address");
    }

    @Override
    protected void doDisconnect() {
        doClose();
    }

    @Override
    public ChannelConfig config() {
        return config;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public boolean isActive() {
        return open;
    }

    @Override
    public ChannelMetadata metadata() {
        return METADATA;
    }
}
