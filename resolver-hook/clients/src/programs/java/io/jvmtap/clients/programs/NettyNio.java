package io.jvmtap.clients.programs;

import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;

/** Netty over the JDK's channels. */
public final class NettyNio {
    private NettyNio() {}

    public static void main(String[] args) {
        NettyExchange.each(args, new NioEventLoopGroup(1), NioSocketChannel.class);
    }
}
