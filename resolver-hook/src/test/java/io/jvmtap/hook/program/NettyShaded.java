package io.jvmtap.hook.program;

import io.grpc.netty.shaded.io.netty.bootstrap.Bootstrap;
import io.grpc.netty.shaded.io.netty.buffer.ByteBuf;
import io.grpc.netty.shaded.io.netty.buffer.Unpooled;
import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.SimpleChannelInboundHandler;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollSocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** {@code NettyShaded HOST PORT}: one request over the epoll transport of the Netty inside gRPC. */
public final class NettyShaded {
    private NettyShaded() {}

    public static void main(String[] arguments) throws Exception {
        EventLoopGroup group = new EpollEventLoopGroup(1);
        Channel channel = new Bootstrap()
                .group(group)
                .channel(EpollSocketChannel.class)
                .handler(new SimpleChannelInboundHandler<ByteBuf>() {
                    @Override
                    protected void channelRead0(ChannelHandlerContext context, ByteBuf bytes) {
                        String text = bytes.toString(StandardCharsets.US_ASCII);
                        System.out.println(text.substring(0, text.indexOf("\r\n")));
                    }
                })
                .connect(arguments[0], Integer.parseInt(arguments[1]))
                .sync()
                .channel();
        channel.writeAndFlush(Unpooled.copiedBuffer("GET / HTTP/1.1\r\n\r\n", StandardCharsets.US_ASCII));
        channel.closeFuture().sync();
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
    }
}
