package io.jvmtap.export;

import io.jvmtap.flow.Direction;
import io.jvmtap.flow.Header;
import io.jvmtap.query.BodyCoding;
import io.jvmtap.query.ExchangeDetail;
import io.jvmtap.query.ExchangeRow;
import io.jvmtap.query.Heads;
import io.jvmtap.query.MediaType;
import io.jvmtap.record.CaptureReader;
import io.jvmtap.redact.Redaction;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A body as it can be passed on: the bytes that were sent, but for secrets.
 *
 * @param whole whether these are the bytes that were sent, so that what the head says of their length is true
 * @param coded whether the content codings that the head names are still on them
 * @param remark why not, in a few words; null where there is nothing to say
 */
record Payload(
        byte[] bytes,
        boolean whole,
        boolean coded,
        @Nullable String remark) {
    /** A larger one is left out, for what an export is for, one takes in whole. */
    static final int MOST = HarBody.MOST;

    static Payload of(CaptureReader reader, ExchangeDetail exchange, Direction direction, Redaction redaction)
            throws IOException {
        ExchangeRow row = exchange.row();
        ExchangeRow.Size size = direction == Direction.OUT ? row.request() : row.response();
        if (size.body() > MOST) {
            return new Payload(new byte[0], false, true, "body of " + size.body() + " bytes left out, limit " + MOST);
        }
        byte[] wire;
        try (InputStream body = reader.body(row.number(), direction)) {
            wire = body.readNBytes(MOST);
        }
        boolean whole = wire.length == size.body();
        String remark = whole ? null : (size.body() - wire.length) + " bytes of the body were not recorded";
        List<Header> head = direction == Direction.OUT
                ? exchange.heads().request()
                : exchange.heads().response();
        byte[] shown = redaction.off() ? null : redacted(wire, head, redaction);
        return shown == null
                ? new Payload(wire, whole, true, remark)
                : new Payload(shown, false, false, "secrets are left out of the body");
    }

    /** Null where there is no secret in it that we know of. */
    private static byte @Nullable [] redacted(byte[] wire, List<Header> head, Redaction redaction) {
        MediaType type = MediaType.of(Heads.first(head, "Content-Type"));
        byte[] plain = wire;
        List<String> codings = BodyCoding.of(Heads.first(head, "Content-Encoding"));
        if (!codings.isEmpty()) {
            try (InputStream decoded = BodyCoding.decode(new ByteArrayInputStream(wire), codings)) {
                plain = decoded.readNBytes(MOST);
            } catch (IOException e) {
                return null;
            }
        }
        // Where no charset is named, what is not UTF-8 must come out as it went in; secrets' names are ASCII.
        var charset = type.charset() == null ? StandardCharsets.ISO_8859_1 : type.charset();
        String text = new String(plain, charset);
        String shown = redaction.body(type, text);
        return shown.equals(text) ? null : shown.getBytes(charset);
    }
}
