package io.jvmtap.clients;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2FrameStream;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/** An HTTP/2 server on loopback, over TLS only, that answers {@code hello}; gRPC calls get it as their reply. */
final class Http2Server implements AutoCloseable {
    private static final byte[] HELLO = "hello".getBytes(StandardCharsets.US_ASCII);

    private final MultiThreadIoEventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Channel listener;

    Http2Server(SSLContext context) {
        JdkSslContext tls = new JdkSslContext(
                context,
                false,
                null,
                IdentityCipherSuiteFilter.INSTANCE,
                new ApplicationProtocolConfig(
                        Protocol.ALPN,
                        SelectorFailureBehavior.NO_ADVERTISE,
                        SelectedListenerFailureBehavior.ACCEPT,
                        "h2"),
                ClientAuth.NONE,
                null,
                false);
        listener = new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(
                                        tls.newHandler(channel.alloc()),
                                        Http2FrameCodecBuilder.forServer().build(),
                                        new Answers());
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .syncUninterruptibly()
                .channel();
    }

    int port() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    /** Can be called more than once. */
    @Override
    public void close() {
        if (loop.isShuttingDown()) {
            return;
        }
        listener.close().syncUninterruptibly();
        loop.shutdownGracefully(0, 0, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private static final class Answers extends ChannelInboundHandlerAdapter {
        /** Of the connection: a client here speaks gRPC or does not. */
        private boolean grpc;

        @Override
        public void channelRead(ChannelHandlerContext context, Object frame) {
            try {
                if (frame instanceof Http2HeadersFrame head) {
                    CharSequence type = head.headers().get("content-type");
                    grpc = type != null && type.toString().startsWith("application/grpc");
                    if (head.isEndStream()) {
                        answer(context, head.stream());
                    }
                } else if (frame instanceof Http2DataFrame data && data.isEndStream()) {
                    answer(context, data.stream());
                }
            } finally {
                ReferenceCountUtil.release(frame);
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable expected) {
            // The client refused the certificate or went away: the client tells.
            context.close();
        }

        private void answer(ChannelHandlerContext context, Http2FrameStream stream) {
            Http2Headers head = new DefaultHttp2Headers().status("200");
            if (grpc) {
                head.set("content-type", "application/grpc");
            }
            context.write(new DefaultHttp2HeadersFrame(head, false).stream(stream));
            // A gRPC message is preceded by a flag, not compressed, and its length.
            byte[] prefix = grpc ? new byte[] {0, 0, 0, 0, (byte) HELLO.length} : new byte[0];
            context.write(new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(prefix, HELLO), !grpc).stream(stream));
            if (grpc) {
                Http2Headers trailers = new DefaultHttp2Headers().set("grpc-status", "0");
                context.write(new DefaultHttp2HeadersFrame(trailers, true).stream(stream));
            }
            context.flush();
        }
    }
}
