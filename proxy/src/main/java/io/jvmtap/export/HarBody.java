package io.jvmtap.export;

import io.jvmtap.flow.Header;
import io.jvmtap.query.BodyCoding;
import io.jvmtap.query.Heads;
import io.jvmtap.query.MediaType;
import io.jvmtap.redact.Redaction;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A body as HAR holds it: codings undone where possible, text as text, the rest as base64.
 *
 * @param text null where it is left out
 * @param size bytes after undoing the codings, -1 where not known
 * @param comment what was left out or could not be undone, null for nothing
 */
record HarBody(
        String mimeType,
        @Nullable String text,
        boolean base64,
        long size,
        @Nullable String comment) {
    /** Larger bodies are left out, and the entry says so: a reader of HAR has the whole file in memory anyway. */
    static final int MOST = 16 << 20;

    static HarBody of(InputStream body, long wireSize, List<Header> head, Redaction redaction) throws IOException {
        String contentType = Heads.first(head, "Content-Type");
        MediaType type = MediaType.of(contentType);
        String mime = contentType == null ? "application/octet-stream" : contentType;
        if (wireSize > MOST) {
            return new HarBody(mime, null, false, -1, "body of " + wireSize + " bytes left out, limit " + MOST);
        }
        byte[] wire = body.readNBytes(MOST);
        byte[] plain = wire;
        String comment = null;
        List<String> codings = BodyCoding.of(Heads.first(head, "Content-Encoding"));
        if (!codings.isEmpty() && wire.length > 0) {
            try (InputStream decoded = BodyCoding.decode(new java.io.ByteArrayInputStream(wire), codings)) {
                plain = decoded.readNBytes(MOST + 1);
                if (plain.length > MOST) {
                    return new HarBody(mime, null, false, -1, "body left out: decoded it is over " + MOST + " bytes");
                }
            } catch (IOException e) {
                comment = "the content coding could not be undone: " + e.getMessage();
                return new HarBody(mime, encoded(wire), true, wire.length, comment);
            }
        }
        if (!type.text(plain, plain.length)) {
            return new HarBody(mime, encoded(plain), true, plain.length, null);
        }
        String text = new String(plain, type.charsetOrUtf8());
        return new HarBody(mime, redaction.body(type, text), false, plain.length, null);
    }

    private static String encoded(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
