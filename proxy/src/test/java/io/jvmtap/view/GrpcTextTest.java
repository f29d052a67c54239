package io.jvmtap.view;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jvmtap.flow.Header;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class GrpcTextTest {
    private static final byte[] HELLO = "\n\5hello".getBytes(StandardCharsets.ISO_8859_1);

    @Test
    void eachMessageIsShownByItsFields() {
        gives(
                "application/grpc",
                "identity",
                "message 1, 7 B\n  1: \"hello\"\nmessage 2, 0 B\n",
                frame(0, HELLO),
                frame(0));
    }

    @Test
    void compressedOnesAreDecodedWhereThatIsKnown() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(HELLO);
        }
        byte[] frame = frame(1, packed.toByteArray());
        int length = packed.size();
        gives("application/grpc", "gzip", "message 1, " + length + " B, compressed: gzip\n  1: \"hello\"\n", frame);
        gives(
                "application/grpc",
                "snappy",
                "message 1, 2 B, compressed: snappy\n" + HexDump.of(new byte[] {1, 2}, 2),
                frame(1, (byte) 1, (byte) 2));
        gives(
                "application/grpc",
                "gzip",
                "message 1, 2 B, compressed: gzip\n  (not gzip: Not in GZIP format)\n"
                        + HexDump.of(new byte[] {1, 2}, 2),
                frame(1, (byte) 1, (byte) 2));
    }

    @Test
    void jsonAndTrailersInTheBodyAreText() {
        gives(
                "application/grpc-web+json",
                "identity",
                "message 1, 7 B\n  {\n    \"a\": 1\n  }\ntrailers, 15 B\n  grpc-status: 0\n",
                frame(0, "{\"a\":1}".getBytes(StandardCharsets.US_ASCII)),
                frame(0x80, "grpc-status: 0\n".getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void whatIsNoProtobufIsDumpedAndWhatIsMissingSaid() {
        gives(
                "application/grpc",
                "identity",
                "message 1, 1 B\n" + HexDump.of(new byte[] {7}, 1)
                        + "(the body ends within a message: 3 of 7 bytes are missing)\n",
                frame(0, (byte) 7),
                Arrays.copyOf(frame(0, HELLO), 9));
        gives("application/grpc", "identity", "(the body ends within the length of a message)\n", new byte[] {0, 0});
    }

    private static byte[] frame(int flags, byte... message) {
        return ByteBuffer.allocate(5 + message.length)
                .put((byte) flags)
                .putInt(message.length)
                .put(message)
                .array();
    }

    private static void gives(String type, String coding, String text, byte[]... frames) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (byte[] frame : frames) {
            body.writeBytes(frame);
        }
        List<Header> head = List.of(new Header("content-type", type), new Header("grpc-encoding", coding));
        assertEquals(text, BodyText.of(new ByteArrayInputStream(body.toByteArray()), body.size(), head));
    }
}
