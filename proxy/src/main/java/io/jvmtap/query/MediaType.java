package io.jvmtap.query;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a Content-Type field says (RFC 9110 section 8.3.1).
 *
 * @param name type and subtype in lower case, empty where unknown
 * @param charset null where none is named, or none that this platform has
 */
public record MediaType(String name, @Nullable Charset charset) {
    private static final List<String> TEXTS = List.of(
            "javascript", "ecmascript", "x-www-form-urlencoded", "graphql", "yaml", "x-yaml", "x-ndjson", "sql");

    public static MediaType of(@Nullable String contentType) {
        String[] parts = (contentType == null ? "" : contentType).split(";", -1);
        Charset charset = null;
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip();
            if (parameter.toLowerCase(Locale.ROOT).startsWith("charset=")) {
                charset = charset(parameter
                        .substring("charset=".length())
                        .replace("\"", "")
                        .strip());
            }
        }
        return new MediaType(parts[0].strip().toLowerCase(Locale.ROOT), charset);
    }

    public boolean json() {
        return name.endsWith("/json") || name.endsWith("+json");
    }

    public boolean form() {
        return name.equals("application/x-www-form-urlencoded");
    }

    /** Whether bodies of this type are meant to be read by people. */
    public boolean text() {
        String subtype = name.substring(name.indexOf('/') + 1);
        return name.startsWith("text/")
                || json()
                || subtype.equals("xml")
                || subtype.endsWith("+xml")
                || TEXTS.contains(subtype);
    }

    /** Whether bytes are text, by their type or, where that is silent, by themselves. */
    public boolean text(byte[] bytes, int length) {
        return text() || (name.isEmpty() || name.equals("application/octet-stream")) && readable(bytes, length);
    }

    public Charset charsetOrUtf8() {
        return charset == null ? StandardCharsets.UTF_8 : charset;
    }

    /** Whether bytes read as UTF-8 without control characters; a character cut off at the end is forgiven. */
    private static boolean readable(byte[] bytes, int length) {
        String text = new String(bytes, 0, length, StandardCharsets.UTF_8);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean control = c < ' ' && c != '\n' && c != '\r' && c != '\t';
            if (control || c == '\uFFFD' && i < text.length() - 1) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable Charset charset(String name) {
        try {
            return Charset.forName(name);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
