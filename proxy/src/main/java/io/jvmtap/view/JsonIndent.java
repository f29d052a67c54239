package io.jvmtap.view;

/**
 * Lays JSON out over lines. Only blanks between tokens change: numbers, escapes and even what is not JSON at all stay
 * as they came, since this is a tool that shows what was sent.
 */
final class JsonIndent {
    private static final String STEP = "  ";
    /** Deeper levels are not indented any further; a hostile text would otherwise grow with the square of its size. */
    private static final int DEEPEST = 50;

    private final String text;
    private final StringBuilder out = new StringBuilder();
    private int depth;

    private JsonIndent(String text) {
        this.text = text;
    }

    static String of(String text) {
        return new JsonIndent(text).laidOut();
    }

    private String laidOut() {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case ' ', '\t', '\r', '\n' -> {}
                case '"' -> i = string(i);
                case '{', '[' -> i = open(i, c);
                case '}', ']' -> {
                    depth--;
                    line();
                    out.append(c);
                }
                case ',' -> {
                    out.append(c);
                    line();
                }
                case ':' -> out.append(": ");
                default -> out.append(c);
            }
        }
        return out.toString();
    }

    /** @return the place of the last character taken */
    private int string(int start) {
        int end = start + 1;
        while (end < text.length() && text.charAt(end) != '"') {
            end += text.charAt(end) == '\\' ? 2 : 1;
        }
        end = Math.min(end, text.length() - 1);
        out.append(text, start, end + 1);
        return end;
    }

    private int open(int start, char bracket) {
        out.append(bracket);
        int next = start + 1;
        while (next < text.length() && Character.isWhitespace(text.charAt(next))) {
            next++;
        }
        if (next < text.length() && text.charAt(next) == (bracket == '{' ? '}' : ']')) {
            out.append(text.charAt(next));
            return next;
        }
        depth++;
        line();
        return start;
    }

    private void line() {
        out.append('\n').append(STEP.repeat(Math.max(0, Math.min(depth, DEEPEST))));
    }
}
