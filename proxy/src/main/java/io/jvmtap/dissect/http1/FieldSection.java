package io.jvmtap.dissect.http1;

import io.jvmtap.flow.Header;
import java.util.ArrayList;
import java.util.List;

/**
 * Header or trailer lines, one by one (RFC 9112 section 5). Names and values keep every byte, blanks around a value
 * excepted; a folded value is joined with one blank (section 5.2).
 */
final class FieldSection {
    private List<Header> headers = new ArrayList<>();
    private String name = "";
    /** Value of the line that may still be folded. */
    private String value = "";
    /** Takes over from {@link #value} at the first fold: joining strings would cost the square of the number of folds. */
    private final StringBuilder folded = new StringBuilder();

    void add(String line) throws NotHttp {
        if (isBlank(line.charAt(0))) {
            if (name.isEmpty()) {
                throw new NotHttp("the first header line opens with a blank");
            }
            fold(trimmed(line, 0));
            return;
        }
        flush();
        int colon = line.indexOf(':');
        if (colon < 0) {
            throw new NotHttp("header line " + (headers.size() + 1) + " has no colon");
        }
        String before = line.substring(0, colon);
        if (before.isBlank() || before.chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 0x7F)) {
            throw new NotHttp("header line " + (headers.size() + 1) + " has no valid name");
        }
        name = before;
        value = trimmed(line, colon + 1);
    }

    /** What was added since the last call. */
    List<Header> take() {
        flush();
        List<Header> taken = headers;
        headers = new ArrayList<>();
        return taken;
    }

    private void fold(String more) {
        if (folded.isEmpty()) {
            folded.append(value);
        }
        if (!folded.isEmpty() && !more.isEmpty()) {
            folded.append(' ');
        }
        folded.append(more);
    }

    private void flush() {
        if (!name.isEmpty()) {
            headers.add(new Header(name, folded.isEmpty() ? value : folded.toString()));
        }
        name = "";
        folded.setLength(0);
    }

    private static String trimmed(String line, int start) {
        int from = start;
        int to = line.length();
        while (from < to && isBlank(line.charAt(from))) {
            from++;
        }
        while (from < to && isBlank(line.charAt(to - 1))) {
            to--;
        }
        return line.substring(from, to);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }
}
