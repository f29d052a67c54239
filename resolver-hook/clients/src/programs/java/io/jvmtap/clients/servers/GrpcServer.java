package io.jvmtap.clients.servers;

import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.stub.ServerCalls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** grpc-java's server with one method, which answers {@code hello} to whatever bytes it is sent. */
public final class GrpcServer {
    private static final Marshaller<byte[]> BYTES = new Marshaller<>() {
        @Override
        public InputStream stream(byte[] message) {
            return new ByteArrayInputStream(message);
        }

        @Override
        public byte[] parse(InputStream message) {
            try {
                return message.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    };

    private GrpcServer() {}

    public static void main(String[] args) throws Exception {
        Keys keys = Keys.of(args);
        MethodDescriptor<byte[], byte[]> hello = MethodDescriptor.newBuilder(BYTES, BYTES)
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName("test.Greeter/Hello")
                .build();
        Server server = NettyServerBuilder.forAddress(new InetSocketAddress(Keys.LOOPBACK, keys.port()))
                .sslContext(GrpcSslContexts.configure(SslContextBuilder.forServer(keys.key(), keys.chain()))
                        .build())
                .addService(ServerServiceDefinition.builder("test.Greeter")
                        .addMethod(hello, ServerCalls.asyncUnaryCall((request, answer) -> {
                            answer.onNext("hello".getBytes(StandardCharsets.US_ASCII));
                            answer.onCompleted();
                        }))
                        .build())
                .build()
                .start();
        server.awaitTermination();
    }
}
