package io.jvmtap.grpc;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Cuts a body of gRPC into its messages: a byte of flags, four of length, and so many of message. */
public final class GrpcMessages {
    private static final int COMPRESSED = 0x01;
    /** Of gRPC-Web, where the trailers are the body's last message. */
    private static final int TRAILERS = 0x80;

    private final InputStream body;
    private final int most;

    /** @param most bytes of one message that are kept */
    public GrpcMessages(InputStream body, int most) {
        this.body = body;
        this.most = most;
    }

    /**
     * @param length as the sender says it
     * @param bytes its first ones
     */
    public record Message(boolean compressed, boolean trailers, long length, byte[] bytes) {
        public boolean whole() {
            return bytes.length == length;
        }
    }

    /**
     * @return null after the last one
     * @throws EOFException where the body ends within a message
     */
    public @Nullable Message next() throws IOException {
        byte[] prefix = body.readNBytes(5);
        if (prefix.length == 0) {
            return null;
        }
        if (prefix.length < 5) {
            throw new EOFException("the body ends within the length of a message");
        }
        long length = 0;
        for (int i = 1; i < 5; i++) {
            length = length << 8 | prefix[i] & 0xFF;
        }
        byte[] bytes = body.readNBytes((int) Math.min(length, most));
        long rest = length - bytes.length;
        if (bytes.length < Math.min(length, most)) {
            throw new EOFException("the body ends within a message: " + rest + " of " + length + " bytes are missing");
        }
        while (rest > 0) {
            long skipped = body.skip(rest);
            if (skipped <= 0 && body.read() < 0) {
                throw new EOFException(
                        "the body ends within a message: " + rest + " of " + length + " bytes are missing");
            }
            rest -= Math.max(1, skipped);
        }
        return new Message((prefix[0] & COMPRESSED) != 0, (prefix[0] & TRAILERS) != 0, length, bytes);
    }
}
