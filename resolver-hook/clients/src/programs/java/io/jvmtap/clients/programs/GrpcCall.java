package io.jvmtap.clients.programs;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.stub.ClientCalls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** One unary call with bytes for messages. */
final class GrpcCall {
    private static final Marshaller<byte[]> BYTES = new Marshaller<byte[]>() {
        @Override
        public InputStream stream(byte[] message) {
            return new ByteArrayInputStream(message);
        }

        @Override
        public byte[] parse(InputStream message) {
            try {
                return Bytes.all(message);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    };

    private static final MethodDescriptor<byte[], byte[]> METHOD = MethodDescriptor.newBuilder(BYTES, BYTES)
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName(MethodDescriptor.generateFullMethodName("test.Greeter", "Hello"))
            .build();

    private GrpcCall() {}

    static String on(ManagedChannel channel) {
        try {
            return Seen.answer(
                    200, ClientCalls.blockingUnaryCall(channel, METHOD, CallOptions.DEFAULT, new byte[] {1, 2, 3}));
        } finally {
            channel.shutdownNow();
        }
    }
}
