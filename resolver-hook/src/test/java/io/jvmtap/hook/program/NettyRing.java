package io.jvmtap.hook.program;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringSocketChannel;

/** What only Netty 4.2 has. As a program: says whether this kernel allows io_uring, and if not, why. */
public final class NettyRing {
    private NettyRing() {}

    static EventLoopGroup group() {
        return new MultiThreadIoEventLoopGroup(2, IoUringIoHandler.newFactory());
    }

    static Class<? extends Channel> channel() {
        return IoUringSocketChannel.class;
    }

    public static void main(String[] arguments) {
        System.out.println(IoUring.isAvailable() ? "available" : String.valueOf(IoUring.unavailabilityCause()));
    }
}
