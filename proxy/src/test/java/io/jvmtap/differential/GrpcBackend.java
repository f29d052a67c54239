package io.jvmtap.differential;

import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.jvmtap.differential.programs.GrpcKinds;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** grpc-java's own server, in the clear, on loopback, for {@link GrpcKinds}. */
final class GrpcBackend implements AutoCloseable {
    private final Server server;

    GrpcBackend() throws IOException {
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(ServerServiceDefinition.builder(GrpcKinds.SERVICE)
                        .addMethod(GrpcKinds.UNARY, ServerCalls.asyncUnaryCall(GrpcBackend::echo))
                        .addMethod(
                                GrpcKinds.FAILING,
                                ServerCalls.asyncUnaryCall((request, answers) -> answers.onError(Status.NOT_FOUND
                                        .withDescription("no such user: 50 % sür")
                                        .asRuntimeException())))
                        .addMethod(GrpcKinds.SERVER, ServerCalls.asyncServerStreamingCall((request, answers) -> {
                            for (int i = 0; i < 3; i++) {
                                answers.onNext(request);
                            }
                            answers.onCompleted();
                        }))
                        .addMethod(GrpcKinds.CLIENT, ServerCalls.asyncClientStreamingCall(Joined::new))
                        .addMethod(GrpcKinds.BOTH, ServerCalls.asyncBidiStreamingCall(Echoed::new))
                        .build())
                .build()
                .start();
    }

    int port() {
        return server.getPort();
    }

    @Override
    public void close() {
        server.shutdownNow();
    }

    private static void echo(byte[] request, StreamObserver<byte[]> answers) {
        answers.onNext(request);
        answers.onCompleted();
    }

    private static class Echoed implements StreamObserver<byte[]> {
        final StreamObserver<byte[]> answers;

        Echoed(StreamObserver<byte[]> answers) {
            this.answers = answers;
        }

        @Override
        public void onNext(byte[] message) {
            answers.onNext(message);
        }

        @Override
        public void onError(Throwable cancelled) {
            // Nobody waits for an answer any more.
        }

        @Override
        public void onCompleted() {
            answers.onCompleted();
        }
    }

    private static final class Joined extends Echoed {
        private final ByteArrayOutputStream texts = new ByteArrayOutputStream();

        Joined(StreamObserver<byte[]> answers) {
            super(answers);
        }

        @Override
        public void onNext(byte[] message) {
            texts.write(message, 2, message.length - 2);
        }

        @Override
        public void onCompleted() {
            answers.onNext(GrpcKinds.message(texts.toString(StandardCharsets.UTF_8)));
            answers.onCompleted();
        }
    }
}
