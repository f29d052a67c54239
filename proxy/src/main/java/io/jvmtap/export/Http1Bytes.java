package io.jvmtap.export;

import io.jvmtap.flow.Header;
import io.jvmtap.query.ExchangeRow;
import io.jvmtap.query.Heads;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Messages as HTTP/1.1 writes them (RFC 9112). */
final class Http1Bytes {
    private Http1Bytes() {}

    /** @param length of the body, where it is not what the head says; else -1 */
    static byte[] request(ExchangeRow row, List<Header> fields, long length) {
        return head(row.method() + " " + row.target() + " " + row.requestVersion(), fields, length);
    }

    static byte[] interim(Heads.Interim interim) {
        return head("HTTP/1.1 " + interim.status() + " " + interim.reason(), interim.headers(), -1);
    }

    static byte[] response(ExchangeRow row, List<Header> fields, long length) {
        String reason = row.reason() == null ? "" : row.reason();
        return head(row.responseVersion() + " " + row.status() + " " + reason, fields, length);
    }

    static boolean chunked(List<Header> fields) {
        String coding = Heads.first(fields, "Transfer-Encoding");
        return coding != null && coding.toLowerCase(Locale.ROOT).endsWith("chunked");
    }

    /** RFC 9112 section 7.1. */
    static byte[] chunk(byte[] bytes) {
        byte[] size = (Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        byte[] chunk = java.util.Arrays.copyOf(size, size.length + bytes.length + 2);
        System.arraycopy(bytes, 0, chunk, size.length, bytes.length);
        chunk[chunk.length - 2] = '\r';
        chunk[chunk.length - 1] = '\n';
        return chunk;
    }

    static byte[] lastChunk(List<Header> trailers) {
        return head("0", trailers, -1);
    }

    private static byte[] head(@Nullable String start, List<Header> fields, long length) {
        StringBuilder head = new StringBuilder(start + "\r\n");
        for (Header field : fields) {
            boolean other = length >= 0 && field.name().equalsIgnoreCase("Content-Length");
            head.append(field.name()).append(": ");
            head.append(other ? Long.toString(length) : field.value()).append("\r\n");
        }
        return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
