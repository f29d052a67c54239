package io.jvmtap.har;

import io.jvmtap.flow.Header;
import io.jvmtap.query.BodyCoding;
import io.jvmtap.query.Heads;
import io.jvmtap.query.MediaType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A head and its body as a capture holds them. HAR has bodies without their content codings: gzip and deflate are put on
 * again, so that head and body agree; where another coding was named, the field that names it is left out.
 */
record HarContent(List<Header> head, byte[] body) {
    static HarContent request(Map<?, ?> request) throws IOException {
        Map<?, ?> data = HarValue.object(request, "postData");
        String text = HarValue.text(data, "text");
        List<Header> fields = HarValue.pairs(data, "params");
        if (text == null && !fields.isEmpty()) {
            StringBuilder form = new StringBuilder();
            for (Header field : fields) {
                form.append(form.length() == 0 ? "" : "&").append(encoded(field.name()));
                form.append('=').append(encoded(field.value()));
            }
            text = form.toString();
        }
        return of(HarValue.pairs(request, "headers"), text, HarValue.text(data, "encoding"), data);
    }

    static HarContent response(Map<?, ?> response) throws IOException {
        Map<?, ?> content = HarValue.object(response, "content");
        String text = HarValue.text(content, "text");
        return of(HarValue.pairs(response, "headers"), text, HarValue.text(content, "encoding"), content);
    }

    private static HarContent of(List<Header> head, @Nullable String text, @Nullable String encoding, Map<?, ?> content)
            throws IOException {
        if (text == null || text.isEmpty()) {
            return new HarContent(head, new byte[0]);
        }
        byte[] plain;
        if ("base64".equals(encoding)) {
            try {
                plain = Base64.getMimeDecoder().decode(text);
            } catch (IllegalArgumentException e) {
                throw new IOException("a body is no base64: " + e.getMessage(), e);
            }
        } else {
            String type = Heads.first(head, "Content-Type");
            MediaType media = MediaType.of(type == null ? HarValue.text(content, "mimeType") : type);
            plain = text.getBytes(media.charsetOrUtf8());
        }
        // Our own exports say so where a coding could not be undone; the bytes are coded still.
        boolean coded = HarValue.text(content, "comment", "").contains("could not be undone");
        List<String> codings = BodyCoding.of(Heads.first(head, "Content-Encoding"));
        if (codings.isEmpty() || coded) {
            return new HarContent(head, plain);
        }
        if (!List.of("gzip", "x-gzip", "deflate").containsAll(codings)) {
            List<Header> without = new ArrayList<>(head);
            without.removeIf(field -> field.name().equalsIgnoreCase("Content-Encoding"));
            return new HarContent(without, plain);
        }
        return new HarContent(head, coded(plain, codings));
    }

    private static byte[] coded(byte[] plain, List<String> codings) throws IOException {
        byte[] bytes = plain;
        for (String coding : codings) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (OutputStream coder =
                    coding.equals("deflate") ? new DeflaterOutputStream(out) : new GZIPOutputStream(out)) {
                coder.write(bytes);
            }
            bytes = out.toByteArray();
        }
        return bytes;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
