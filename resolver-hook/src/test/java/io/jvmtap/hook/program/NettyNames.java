package io.jvmtap.hook.program;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.SingletonDnsServerAddressStreamProvider;
import io.netty.util.concurrent.EventExecutor;
import java.net.InetSocketAddress;

/** Netty's own resolver, with one name server on loopback. */
@SuppressWarnings("deprecation") // The event loop group that both versions have.
final class NettyNames {
    private NettyNames() {}

    static AddressResolverGroup<InetSocketAddress> resolver(int port) {
        // A loop of its own: datagrams by NIO, whatever the program connects with.
        EventLoopGroup loops = new NioEventLoopGroup(1, daemon -> {
            Thread thread = new Thread(daemon, "names");
            thread.setDaemon(true);
            return thread;
        });
        InetSocketAddress server = new InetSocketAddress("127.0.0.1", port);
        DnsNameResolver names = new DnsNameResolverBuilder(loops.next())
                .channelType(NioDatagramChannel.class)
                .nameServerProvider(new SingletonDnsServerAddressStreamProvider(server))
                .build();
        return new AddressResolverGroup<InetSocketAddress>() {
            @Override
            protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
                return names.asAddressResolver();
            }
        };
    }
}
