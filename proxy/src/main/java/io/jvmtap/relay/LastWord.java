package io.jvmtap.relay;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;

/** Below TLS: when Netty's handler closes after a failed handshake, the alert that it has just sent is let arrive. */
final class LastWord extends ChannelOutboundHandlerAdapter {
    private final Leg leg;

    LastWord(Leg leg) {
        this.leg = leg;
    }

    @Override
    public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
        leg.linger();
        promise.trySuccess();
    }
}
