package io.jvmtap.clients.programs;

import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.resolver.dns.DnsAddressResolverGroup;
import io.netty.resolver.dns.DnsServerAddressStreamProviders;

/** Netty with its own resolver, which reads the hosts file and asks name servers without the JDK. */
public final class NettyDns {
    private NettyDns() {}

    public static void main(String[] args) {
        NettyExchange.each(
                args,
                new NioEventLoopGroup(1),
                NioSocketChannel.class,
                new DnsAddressResolverGroup(
                        NioDatagramChannel.class, DnsServerAddressStreamProviders.platformDefault()));
    }
}
