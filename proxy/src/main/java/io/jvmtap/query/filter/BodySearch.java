package io.jvmtap.query.filter;

import io.jvmtap.flow.Header;
import io.jvmtap.query.BodyCoding;
import io.jvmtap.query.Heads;
import io.jvmtap.query.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.List;

/**
 * Looks for a pattern in a body, with its content codings undone. A body of a few megabytes is searched as a whole, a larger
 * one window by window, so that it never stands in memory as a whole.
 */
final class BodySearch {
    /** Bytes searched at once. */
    private static final int WINDOW = 4 << 20;
    /** Bytes that a window shares with the next, so that what lies across their border is found in the second. */
    private static final int OVERLAP = 64 << 10;

    private BodySearch() {}

    /** A body that cannot be decoded is searched up to there; one of an unknown coding is searched as it came. */
    static boolean found(Regex regex, InputStream body, List<Header> head) throws IOException {
        List<String> codings = BodyCoding.of(Heads.first(head, "Content-Encoding"));
        Charset charset = MediaType.of(Heads.first(head, "Content-Type")).charsetOrUtf8();
        try (InputStream raw = body;
                InputStream decoded = BodyCoding.known(codings) ? new Lenient(raw, codings) : raw) {
            byte[] window = decoded.readNBytes(OVERLAP);
            if (window.length == OVERLAP) {
                byte[] large = new byte[WINDOW];
                System.arraycopy(window, 0, large, 0, OVERLAP);
                return found(regex, decoded, charset, large);
            }
            return window.length > 0 && regex.find(new String(window, charset));
        }
    }

    private static boolean found(Regex regex, InputStream body, Charset charset, byte[] window) throws IOException {
        int kept = OVERLAP;
        while (true) {
            int length = kept + body.readNBytes(window, kept, window.length - kept);
            if (regex.find(new String(window, 0, length, charset))) {
                return true;
            }
            if (length < window.length) {
                return false;
            }
            System.arraycopy(window, length - OVERLAP, window, 0, OVERLAP);
            kept = OVERLAP;
        }
    }

    /** Decodes as far as it goes. */
    private static final class Lenient extends InputStream {
        private final InputStream body;
        private final List<String> codings;
        private InputStream decoded;

        Lenient(InputStream body, List<String> codings) {
            this.body = body;
            this.codings = codings;
            decoded = body;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            try {
                if (decoded == body && !codings.isEmpty()) {
                    decoded = BodyCoding.decode(body, codings);
                }
                return decoded.read(into, offset, length);
            } catch (IOException | RuntimeException e) {
                // Damaged, or cut off: what came before was searched. A capture that cannot be read fails elsewhere
                // too.
                return -1;
            }
        }
    }
}
