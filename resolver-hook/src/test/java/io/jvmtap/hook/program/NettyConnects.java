package io.jvmtap.hook.program;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * {@code NettyConnects TRANSPORT WAY,WAY HOST PORT [NAMESERVERPORT]}: one request a way, over one of Netty's transports, and the first line of
 * the answer or what was thrown. Runs with Netty 4.1 and 4.2.
 */
@SuppressWarnings("deprecation") // The event loop groups that both versions have.
public final class NettyConnects {
    private static final String REQUEST = "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";
    private static final int MANY = 200;

    private NettyConnects() {}

    public static void main(String[] arguments) throws Exception {
        String host = arguments[2];
        int port = Integer.parseInt(arguments[3]);
        EventLoopGroup group = group(arguments[0]);
        Bootstrap bootstrap = new Bootstrap().group(group).channel(channel(arguments[0]));
        if (arguments.length > 4) {
            bootstrap.resolver(NettyNames.resolver(Integer.parseInt(arguments[4])));
        }
        for (String way : arguments[1].split(",")) {
            System.out.println(way + ": " + run(bootstrap.clone(), way, host, port));
        }
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
    }

    private static EventLoopGroup group(String transport) {
        switch (transport) {
            case "epoll":
                return new EpollEventLoopGroup(2);
            case "io_uring":
                return NettyRing.group();
            default:
                return new NioEventLoopGroup(2);
        }
    }

    private static Class<? extends Channel> channel(String transport) {
        switch (transport) {
            case "epoll":
                return EpollSocketChannel.class;
            case "io_uring":
                return NettyRing.channel();
            default:
                return NioSocketChannel.class;
        }
    }

    private static String run(Bootstrap bootstrap, String way, String host, int port) throws Exception {
        try {
            if (way.equals("many")) {
                List<CompletableFuture<String>> all = new ArrayList<>();
                for (int i = 0; i < MANY; i++) {
                    all.add(exchange(bootstrap.clone(), "plain", host, port));
                }
                for (CompletableFuture<String> one : all) {
                    if (!one.get(40, TimeUnit.SECONDS).startsWith("HTTP/1.1 200")) {
                        return "lost: " + one.get();
                    }
                }
                return "all";
            }
            return exchange(bootstrap, way, host, port).get(10, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            StringBuilder text = new StringBuilder();
            for (Throwable thrown = failed.getCause(); thrown != null; thrown = thrown.getCause()) {
                text.append(thrown).append("; ");
            }
            return text.toString();
        }
    }

    private static CompletableFuture<String> exchange(Bootstrap bootstrap, String way, String host, int port)
            throws Exception {
        CompletableFuture<String> answer = new CompletableFuture<>();
        SslContext tls = tls(way);
        bootstrap.handler(new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel channel) {
                if (tls != null) {
                    channel.pipeline().addLast(tls.newHandler(channel.alloc(), host, port));
                }
                if (way.equals("early")) {
                    channel.pipeline().addLast(new EarlyWriter());
                }
                channel.pipeline().addLast(new FirstLine(answer));
            }
        });
        if (way.equals("short")) {
            bootstrap.option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 300);
        }
        if (way.equals("fast-open")) {
            bootstrap.option(ChannelOption.TCP_FASTOPEN_CONNECT, true);
        }
        if (way.equals("manual")) {
            bootstrap.option(ChannelOption.AUTO_READ, false);
        }
        ChannelFuture connect = bootstrap.connect(host, port);
        if (way.equals("turned")) {
            connect.channel().config().setAutoRead(false);
        }
        connect.addListener(done -> {
            if (!done.isSuccess()) {
                answer.completeExceptionally(done.cause());
                return;
            }
            Channel channel = connect.channel();
            if (!way.equals("plain")) {
                InetSocketAddress remote = (InetSocketAddress) channel.remoteAddress();
                System.out.println("port " + remote.getPort() + " of " + remote.getHostString());
            }
            if (way.equals("early")) {
                channel.flush();
            } else {
                send(channel, answer);
            }
            if (way.equals("manual") || way.equals("turned")) {
                channel.eventLoop().schedule(() -> channel.config().setAutoRead(true), 50, TimeUnit.MILLISECONDS);
            }
        });
        return answer;
    }

    private static @Nullable SslContext tls(String way) throws Exception {
        if (!way.startsWith("tls-")) {
            return null;
        }
        return SslContextBuilder.forClient()
                .sslProvider(way.equals("tls-native") ? SslProvider.OPENSSL : SslProvider.JDK)
                .trustManager(InsecureTrustManagerFactory.INSTANCE)
                .build();
    }

    private static void send(Channel channel, CompletableFuture<String> answer) {
        channel.writeAndFlush(request()).addListener(sent -> {
            if (!sent.isSuccess()) {
                answer.completeExceptionally(sent.cause());
            }
        });
    }

    private static ByteBuf request() {
        return Unpooled.copiedBuffer(REQUEST, StandardCharsets.US_ASCII);
    }

    /** Writes while the channel is connecting: epoll keeps that for later. */
    private static final class EarlyWriter extends ChannelOutboundHandlerAdapter {
        @Override
        public void connect(
                ChannelHandlerContext context, SocketAddress remote, SocketAddress local, ChannelPromise promise) {
            context.connect(remote, local, promise);
            context.writeAndFlush(request());
        }
    }

    /** Collects what comes until the end. */
    private static final class FirstLine extends SimpleChannelInboundHandler<ByteBuf> {
        private final StringBuilder text = new StringBuilder();
        private final CompletableFuture<String> answer;

        FirstLine(CompletableFuture<String> answer) {
            this.answer = answer;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, ByteBuf bytes) {
            text.append(bytes.toString(StandardCharsets.US_ASCII));
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            int end = text.indexOf("\r\n");
            answer.complete(end < 0 ? "ended after [" + text + "]" : text.substring(0, end));
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            answer.completeExceptionally(cause);
        }
    }
}
