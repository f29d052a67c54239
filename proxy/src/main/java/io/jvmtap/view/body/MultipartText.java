package io.jvmtap.view.body;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Takes a multipart body (RFC 2046 section 5.1) apart. */
public final class MultipartText {
    private static final Pattern BOUNDARY =
            Pattern.compile("(?i);\\s*boundary=(?:\"([^\"]{1,200})\"|([^\\s;\"]{1,200}))");

    private MultipartText() {}

    /**
     * @param head header lines as they came, without the last line end
     * @param body the bytes as they came
     */
    public record Part(String head, byte[] body) {}

    /** What stands between the parts; null where the type does not say. */
    public static @Nullable String boundary(@Nullable String contentType) {
        Matcher found = BOUNDARY.matcher(contentType == null ? "" : contentType);
        if (!found.find()) {
            return null;
        }
        return found.group(1) != null ? found.group(1) : found.group(2);
    }

    /** The parts, in order; a last one that is cut off counts too. */
    public static List<Part> parts(byte[] bytes, int length, String boundary) {
        // Every byte a character, so that places in the text are places in the body.
        String text = new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
        String mark = "--" + boundary;
        List<Part> parts = new ArrayList<>();
        int at = text.startsWith(mark) ? 0 : text.indexOf("\n" + mark) + 1;
        if (at == 0 && !text.startsWith(mark)) {
            throw new IllegalArgumentException("there is no boundary in it");
        }
        while (!text.startsWith(mark + "--", at)) {
            int start = text.indexOf('\n', at) + 1;
            if (start == 0) {
                break;
            }
            int next = text.indexOf("\n" + mark, start - 1);
            parts.add(part(text, start, next < 0 ? length : next));
            if (next < 0) {
                break;
            }
            at = next + 1;
        }
        return parts;
    }

    private static Part part(String text, int start, int end) {
        int to = end > start && text.charAt(end - 1) == '\r' ? end - 1 : Math.max(start, end);
        String part = text.substring(start, to);
        int body = part.startsWith("\r\n") ? 2 : part.startsWith("\n") ? 1 : -1;
        int head = 0;
        if (body < 0) {
            int crlf = part.indexOf("\r\n\r\n");
            int lf = part.indexOf("\n\n");
            head = crlf >= 0 ? crlf : lf >= 0 ? lf : part.length();
            body = crlf >= 0 ? crlf + 4 : lf >= 0 ? lf + 2 : part.length();
        }
        return new Part(
                part.substring(0, head).replace("\r", ""), part.substring(body).getBytes(StandardCharsets.ISO_8859_1));
    }
}
