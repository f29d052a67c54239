package io.jvmtap.query;

import io.airlift.compress.MalformedInputException;
import io.airlift.compress.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.brotli.dec.BrotliInputStream;
import org.jspecify.annotations.Nullable;

/** Undoes content codings: those of RFC 9110 section 8.4.1, br (RFC 7932) and zstd (RFC 8878). For viewing alone. */
public final class BodyCoding {
    /** The low four bits of a zlib stream's first byte say "deflate" (RFC 1950 section 2.2). */
    private static final int ZLIB_METHOD = 8;

    private BodyCoding() {}

    /** The codings that were applied, in order; empty for none. */
    public static List<String> of(@Nullable String contentEncoding) {
        List<String> codings = new ArrayList<>();
        for (String coding : contentEncoding == null ? new String[0] : contentEncoding.split(",", -1)) {
            String name = coding.strip().toLowerCase(Locale.ROOT);
            if (!name.isEmpty() && !name.equals("identity")) {
                codings.add(name);
            }
        }
        return codings;
    }

    public static boolean known(List<String> codings) {
        return List.of("gzip", "x-gzip", "deflate", "br", "zstd").containsAll(codings);
    }

    /**
     * The body as it was before the codings. A body that was cut off ends in an {@link java.io.EOFException}.
     *
     * @throws IOException also if a coding is not {@link #known}, or the bytes are not of it
     */
    public static InputStream decode(InputStream body, List<String> codings) throws IOException {
        InputStream decoded = body;
        List<String> undo = new ArrayList<>(codings);
        Collections.reverse(undo);
        for (String coding : undo) {
            decoded = switch (coding) {
                case "gzip", "x-gzip" -> new GZIPInputStream(decoded);
                case "deflate" -> inflate(new BufferedInputStream(decoded));
                case "br" -> new BrotliInputStream(decoded);
                case "zstd" -> new Zstd(decoded);
                default -> throw new IOException("cannot undo the content coding " + coding);
            };
        }
        return decoded;
    }

    /** "deflate" should be a zlib stream, but some servers send it bare (RFC 9110 section 8.4.1.2). */
    private static InputStream inflate(InputStream body) throws IOException {
        body.mark(1);
        int first = body.read();
        body.reset();
        boolean zlib = (first & 0xF) == ZLIB_METHOD;
        return zlib ? new InflaterInputStream(body) : new InflaterInputStream(body, new Inflater(true));
    }

    /** The decoder says in exceptions of its own what damaged bytes are; here all of them are one of I/O. */
    private static final class Zstd extends FilterInputStream {
        Zstd(InputStream body) {
            super(new ZstdInputStream(body));
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            try {
                return super.read(into, offset, length);
            } catch (MalformedInputException | IndexOutOfBoundsException | IllegalStateException e) {
                throw new IOException("not zstd: " + e.getMessage(), e);
            }
        }
    }
}
