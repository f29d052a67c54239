package io.jvmtap.clients.programs;

import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringSocketChannel;

/** Netty over its native io_uring transport. */
public final class NettyIoUring {
    private NettyIoUring() {}

    public static void main(String[] args) {
        NettyExchange.each(
                args, new MultiThreadIoEventLoopGroup(1, IoUringIoHandler.newFactory()), IoUringSocketChannel.class);
    }
}
