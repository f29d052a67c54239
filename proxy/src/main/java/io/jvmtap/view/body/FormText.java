package io.jvmtap.view.body;

import java.net.URLDecoder;
import java.nio.charset.Charset;

/** A form (application/x-www-form-urlencoded) as one {@code name: value} a line, escapes undone. */
public final class FormText {
    /** Longer names do not push all values to the right. */
    private static final int WIDEST = 24;

    private FormText() {}

    public static String of(String form, Charset charset) {
        String[] pairs = form.strip().split("&", -1);
        int widest = 0;
        for (String pair : pairs) {
            widest = Math.max(widest, Math.min(WIDEST, name(pair, charset).length()));
        }
        StringBuilder out = new StringBuilder();
        for (String pair : pairs) {
            String name = name(pair, charset);
            int equals = pair.indexOf('=');
            out.append(name).append(':').append(" ".repeat(Math.max(1, widest - name.length() + 1)));
            out.append(equals < 0 ? "" : decoded(pair.substring(equals + 1), charset));
            out.append('\n');
        }
        return out.toString();
    }

    private static String name(String pair, Charset charset) {
        int equals = pair.indexOf('=');
        return decoded(equals < 0 ? pair : pair.substring(0, equals), charset);
    }

    /** What is escaped wrongly is shown as it came. */
    private static String decoded(String text, Charset charset) {
        try {
            return URLDecoder.decode(text, charset);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
