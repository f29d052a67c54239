package io.jvmtap.clients.programs;

import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollSocketChannel;

/** Netty over its native epoll transport. */
public final class NettyEpoll {
    private NettyEpoll() {}

    public static void main(String[] args) {
        NettyExchange.each(args, new EpollEventLoopGroup(1), EpollSocketChannel.class);
    }
}
