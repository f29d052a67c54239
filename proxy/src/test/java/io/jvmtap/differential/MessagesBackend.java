package io.jvmtap.differential;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketServerExtensionHandler;
import io.netty.handler.codec.http.websocketx.extensions.compression.PerMessageDeflateServerExtensionHandshaker;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Netty as a server in the clear: {@code /ws} sends every message back, {@code /events} waits for two clients and then
 * sends each event to both, in turn the one or the other first; an event says when it was sent.
 */
final class MessagesBackend implements AutoCloseable {
    static final int EVENTS = 200;

    private static final int MOST_MESSAGE = 1 << 20;
    private static final int PAUSE_MILLIS = 5;

    private final MultiThreadIoEventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final List<Channel> listening = new ArrayList<>();
    private final Channel listener;

    MessagesBackend() {
        listener = new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(new HttpServerCodec(), new HttpObjectAggregator(MOST_MESSAGE))
                                .addLast(new WebSocketServerExtensionHandler(
                                        new PerMessageDeflateServerExtensionHandshaker(
                                                6, true, 15, true, true, MOST_MESSAGE)))
                                .addLast(new WebSocketServerProtocolHandler("/ws", null, true, MOST_MESSAGE))
                                .addLast(new WebSocketFrameAggregator(MOST_MESSAGE), new Echo(), new Events());
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

    private static final class Echo extends SimpleChannelInboundHandler<WebSocketFrame> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
            boolean last =
                    frame instanceof TextWebSocketFrame text && text.text().equals("bye");
            context.writeAndFlush(frame.retain());
            if (last) {
                context.writeAndFlush(new TextWebSocketFrame("and that was all"));
            }
        }
    }

    private final class Events extends SimpleChannelInboundHandler<FullHttpRequest> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
            HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
            head.headers().set(HttpHeaderNames.CONTENT_TYPE, "text/event-stream");
            head.headers().set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
            context.writeAndFlush(head);
            listening.add(context.channel());
            if (listening.size() == 2) {
                next(0);
            }
        }

        private void next(int number) {
            for (int i = 0; i < 2; i++) {
                Channel channel = listening.get((number + i) % 2);
                if (number == EVENTS) {
                    channel.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
                } else {
                    String event = "id: " + number + "\ndata: " + System.nanoTime() + "\n\n";
                    ByteBuf bytes = Unpooled.copiedBuffer(event, StandardCharsets.US_ASCII);
                    channel.writeAndFlush(new DefaultHttpContent(bytes));
                }
            }
            if (number < EVENTS) {
                loop.next().schedule(() -> next(number + 1), PAUSE_MILLIS, TimeUnit.MILLISECONDS);
            }
        }
    }
}
