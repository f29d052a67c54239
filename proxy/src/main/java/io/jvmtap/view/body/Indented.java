package io.jvmtap.view.body;

import java.util.Locale;

/** Nested values as text, one a line, in JSON's looks. */
final class Indented {
    private static final String STEP = "  ";
    /** Deeper levels are not indented any further; a hostile body would otherwise grow with the square of its size. */
    private static final int DEEPEST_INDENT = 50;

    private final StringBuilder out = new StringBuilder();
    private int depth;
    private boolean first = true;
    private boolean afterKey;

    void open(char bracket) {
        before();
        out.append(bracket);
        depth++;
        first = true;
    }

    void close(char bracket) {
        depth--;
        if (!first) {
            line();
        }
        out.append(bracket);
        first = false;
    }

    /** What a map's next value belongs to; any value itself. */
    void key() {
        out.append(": ");
        afterKey = true;
    }

    void raw(String text) {
        before();
        out.append(text);
    }

    void string(String text) {
        before();
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> out.append('\\').append(c);
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ') {
                        out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    /** What comes next belongs to what was just written, without a comma. */
    void attach(String text) {
        before();
        out.append(text);
        afterKey = true;
    }

    /** Ends what was attached to. */
    void append(String text) {
        out.append(text);
    }

    private void before() {
        if (afterKey) {
            afterKey = false;
            return;
        }
        if (!first) {
            out.append(',');
        }
        if (depth > 0) {
            line();
        } else if (!first) {
            out.append('\n');
        }
        first = false;
    }

    private void line() {
        out.append('\n').append(STEP.repeat(Math.min(depth, DEEPEST_INDENT)));
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
