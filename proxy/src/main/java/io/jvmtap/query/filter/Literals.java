package io.jvmtap.query.filter;

import org.jspecify.annotations.Nullable;

/** Finds what a regular expression cannot do without, so that a database can look for that first. */
final class Literals {
    /** Shorter ones are everywhere, and not worth to be looked for. */
    private static final int LEAST = 2;

    private final String source;
    private final StringBuilder run = new StringBuilder();
    private String longest = "";
    private int at;
    private boolean unknown;

    private Literals(String source) {
        this.source = source;
    }

    /** The longest run of plain ASCII that any match contains; null where there is none, or no telling. */
    static @Nullable String required(String regex) {
        // Flags may change what the rest means, and a bracket that opens a class may stand in it.
        boolean odd = regex.contains("(?") || regex.contains("\\Q") || regex.contains("[]") || regex.contains("[^]");
        return odd ? null : new Literals(regex).longest();
    }

    /** The text, if a database compares its letters as we do. */
    static @Nullable String plain(String text) {
        String longest = "";
        StringBuilder run = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < 0x80) {
                run.append(text.charAt(i));
                longest = run.length() > longest.length() ? run.toString() : longest;
            } else {
                run.setLength(0);
            }
        }
        return longest.length() < LEAST ? null : longest;
    }

    private @Nullable String longest() {
        while (at < source.length()) {
            char c = source.charAt(at);
            if (c == '|' || unknown) {
                return null;
            }
            take(c);
        }
        endRun();
        return unknown || longest.length() < LEAST ? null : longest;
    }

    private void take(char c) {
        switch (c) {
            case '\\' -> escape();
            case '[' -> skip('[', ']');
            case '(' -> skip('(', ')');
            case '?', '*', '{' -> {
                // What stands before may be absent.
                run.setLength(Math.max(0, run.length() - 1));
                endRun();
                at = c == '{' ? Math.max(at, source.indexOf('}', at)) + 1 : at + 1;
            }
            case '.', '^', '$', '+' -> {
                endRun();
                at++;
            }
            default -> {
                literal(c);
                at++;
            }
        }
    }

    private void literal(char c) {
        if (c < 0x80) {
            run.append(c);
        } else {
            endRun();
        }
    }

    private void escape() {
        char next = at + 1 < source.length() ? source.charAt(at + 1) : '\\';
        if (Character.isLetterOrDigit(next)) {
            endRun();
            // What other escapes take along (\x41, \p{L}, \k<n>, \cA) is not told apart from what follows.
            unknown |= !"dDsSwWbB".contains(String.valueOf(next));
        } else {
            literal(next);
        }
        at += 2;
    }

    /** Leaves out what stands in brackets, with those inside it. */
    private void skip(char open, char close) {
        endRun();
        int depth = 0;
        do {
            char c = source.charAt(at);
            if (c == '\\') {
                at++;
            } else if (c == '[' && open == '(') {
                skip('[', ']');
                continue;
            } else if (c == open) {
                depth++;
            } else if (c == close) {
                depth--;
            }
            at++;
        } while (depth > 0 && at < source.length());
    }

    private void endRun() {
        longest = run.length() > longest.length() ? run.toString() : longest;
        run.setLength(0);
    }
}
