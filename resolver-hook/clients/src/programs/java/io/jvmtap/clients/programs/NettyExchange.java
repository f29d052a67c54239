package io.jvmtap.clients.programs;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.DefaultAddressResolverGroup;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/** One request with Netty's own parts; TLS is the JDK's, with {@code -Dtls=openssl} that of netty-tcnative. */
final class NettyExchange {
    private NettyExchange() {}

    static void each(String[] args, EventLoopGroup group, Class<? extends SocketChannel> type) {
        each(args, group, type, DefaultAddressResolverGroup.INSTANCE);
    }

    static void each(
            String[] args, EventLoopGroup group, Class<? extends SocketChannel> type, AddressResolverGroup<?> names) {
        boolean openssl = "openssl".equals(System.getProperty("tls"));
        Seen.each(args, url -> {
            SslContext tls = SslContextBuilder.forClient()
                    .sslProvider(openssl ? SslProvider.OPENSSL : SslProvider.JDK)
                    .build();
            CompletableFuture<String> answer = new CompletableFuture<>();
            new Bootstrap()
                    .group(group)
                    .channel(type)
                    .resolver(names)
                    .handler(new ChannelInitializer<SocketChannel>() {
                        @Override
                        protected void initChannel(SocketChannel channel) {
                            SSLEngine engine = tls.newEngine(channel.alloc(), url.getHost(), url.getPort());
                            SSLParameters parameters = engine.getSSLParameters();
                            parameters.setEndpointIdentificationAlgorithm("HTTPS");
                            engine.setSSLParameters(parameters);
                            channel.pipeline()
                                    .addLast(
                                            new SslHandler(engine),
                                            new HttpClientCodec(),
                                            new HttpObjectAggregator(65_536),
                                            new Answer(url, answer));
                        }
                    })
                    .connect(url.getHost(), url.getPort())
                    .sync();
            return answer.get();
        });
    }

    private static final class Answer extends SimpleChannelInboundHandler<FullHttpResponse> {
        private final URI url;
        private final CompletableFuture<String> answer;

        Answer(URI url, CompletableFuture<String> answer) {
            this.url = url;
            this.answer = answer;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            DefaultFullHttpRequest request =
                    new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, url.getPath());
            request.headers().set(HttpHeaderNames.HOST, url.getAuthority());
            context.writeAndFlush(request);
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, FullHttpResponse response) {
            byte[] body = new byte[response.content().readableBytes()];
            response.content().readBytes(body);
            answer.complete(Seen.answer(response.status().code(), body));
            context.close();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            answer.completeExceptionally(cause);
            context.close();
        }
    }
}
