package io.jvmtap.differential.programs;

import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The methods of a service with calls of all four kinds, and one that fails; messages are bytes. */
public final class GrpcKinds {
    public static final String SERVICE = "test.Kinds";
    public static final MethodDescriptor<byte[], byte[]> UNARY = method("Unary", MethodType.UNARY);
    public static final MethodDescriptor<byte[], byte[]> FAILING = method("Failing", MethodType.UNARY);
    public static final MethodDescriptor<byte[], byte[]> CLIENT = method("Client", MethodType.CLIENT_STREAMING);
    public static final MethodDescriptor<byte[], byte[]> SERVER = method("Server", MethodType.SERVER_STREAMING);
    public static final MethodDescriptor<byte[], byte[]> BOTH = method("Both", MethodType.BIDI_STREAMING);

    private GrpcKinds() {}

    /** A message of Protocol Buffers whose field 1 is this text; of at most 127 bytes. */
    public static byte[] message(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        byte[] message = new byte[utf8.length + 2];
        message[0] = 1 << 3 | 2;
        message[1] = (byte) utf8.length;
        System.arraycopy(utf8, 0, message, 2, utf8.length);
        return message;
    }

    private static MethodDescriptor<byte[], byte[]> method(String name, MethodType type) {
        return MethodDescriptor.newBuilder(new Bytes(), new Bytes())
                .setType(type)
                .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, name))
                .build();
    }

    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
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
    }
}
