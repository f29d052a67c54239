package io.jvmtap.differential;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
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
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** Netty as a server of HTTP/2 in the clear, with prior knowledge, on loopback. What it answers depends on the path. */
final class Http2Backend implements AutoCloseable {
    /** Header blocks of 200 kB are part of what is tested. */
    private static final int MOST_HEADERS = 1 << 20;

    private final MultiThreadIoEventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Channel listener;

    Http2Backend() {
        listener = new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(Http2FrameCodecBuilder.forServer()
                                        .initialSettings(
                                                Http2Settings.defaultSettings().maxHeaderListSize(MOST_HEADERS))
                                        .build())
                                .addLast(new Http2MultiplexHandler(new ChannelInitializer<Channel>() {
                                    @Override
                                    protected void initChannel(Channel stream) {
                                        stream.pipeline().addLast(new Answer());
                                    }
                                }));
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .syncUninterruptibly()
                .channel();
    }

    int port() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    @Override
    public void close() {
        listener.close().syncUninterruptibly();
        loop.shutdownGracefully(0, 0, TimeUnit.SECONDS).syncUninterruptibly();
    }

    /** Of one stream. */
    private static final class Answer extends ChannelInboundHandlerAdapter {
        private final ByteBuf body = Unpooled.buffer();
        private String path = "";

        @Override
        public void channelRead(ChannelHandlerContext context, Object frame) {
            try {
                boolean last = false;
                if (frame instanceof Http2HeadersFrame head) {
                    if (head.headers().path() != null) {
                        path = head.headers().path().toString();
                    }
                    last = head.isEndStream();
                } else if (frame instanceof Http2DataFrame data) {
                    body.writeBytes(data.content());
                    last = data.isEndStream();
                }
                if (last) {
                    answer(context);
                    context.flush();
                }
            } finally {
                ReferenceCountUtil.release(frame);
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable expected) {
            context.close(); // the client went away, and tells
        }

        private void answer(ChannelHandlerContext context) {
            switch (path) {
                case "/hello" -> answer(context, "200", "hello".getBytes(StandardCharsets.US_ASCII), false);
                case "/echo" -> answer(context, "200", bytes(), false);
                case "/large" -> answer(context, "200", new byte[300_000], false);
                case "/trailers" -> answer(context, "200", "part".getBytes(StandardCharsets.US_ASCII), true);
                case "/hints" -> {
                    context.write(new DefaultHttp2HeadersFrame(
                            new DefaultHttp2Headers().status("103").set("link", "</style.css>"), false));
                    answer(context, "200", new byte[0], false);
                }
                case "/reset" -> context.write(new DefaultHttp2ResetFrame(Http2Error.INTERNAL_ERROR));
                default -> context.write(new DefaultHttp2HeadersFrame(new DefaultHttp2Headers().status("404"), true));
            }
        }

        private byte[] bytes() {
            byte[] bytes = new byte[body.readableBytes()];
            body.readBytes(bytes);
            return bytes;
        }

        private static void answer(ChannelHandlerContext context, String status, byte[] body, boolean trailers) {
            context.write(new DefaultHttp2HeadersFrame(
                    new DefaultHttp2Headers().status(status).set("server", "backend"), false));
            context.write(new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(body), !trailers));
            if (trailers) {
                context.write(new DefaultHttp2HeadersFrame(new DefaultHttp2Headers().set("sum", "4"), true));
            }
        }
    }
}
