package io.jvmtap.view;

import java.util.Locale;

/** Values as short text. */
final class Plain {
    private static final String[] BYTES = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};
    private static final long MICRO = 1_000;
    private static final long SECOND = 1_000_000_000;
    private static final long MINUTE = 60 * SECOND;

    private Plain() {}

    /** At most six characters: {@code 999 B}, {@code 1.2 kB}, {@code 12 kB}. */
    static String size(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= 999.5 && unit < BYTES.length - 1) {
            value /= 1_000;
            unit++;
        }
        String number =
                unit > 0 && value < 9.95 ? String.format(Locale.ROOT, "%.1f", value) : Long.toString(Math.round(value));
        return number + " " + BYTES[unit];
    }

    /** At most seven characters: {@code 0.4 ms}, {@code 83 ms}, {@code 1.2 s}, {@code 75 min}. */
    static String duration(long nanos) {
        if (nanos < 10_000 * MICRO) {
            return String.format(Locale.ROOT, "%.1f ms", nanos / 1e6);
        }
        if (nanos < SECOND) {
            return nanos / 1_000_000 + " ms";
        }
        if (nanos < 2 * MINUTE) {
            return String.format(Locale.ROOT, nanos < 10 * SECOND ? "%.1f s" : "%.0f s", nanos / 1e9);
        }
        return nanos / MINUTE + " min";
    }

    /**
     * Text of a stranger, safe for a terminal: control characters, which could move its cursor or worse, are shown
     * as {@code \x1b}.
     */
    static String safe(String text) {
        return safe(text, false);
    }

    /** The same, but line ends and tabs stay. */
    static String safeLines(String text) {
        return safe(text, true);
    }

    /** Cuts at a width, and says so by three dots. */
    static String cut(String text, int width) {
        return text.length() <= width ? text : text.substring(0, Math.max(0, width - 3)) + "...";
    }

    private static String safe(String text, boolean lines) {
        StringBuilder safe = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean control = c < ' ' || c >= 0x7F && c < 0xA0 || bidirectional(c);
            if (control && !(lines && (c == '\n' || c == '\t' || c == '\r'))) {
                safe = safe == null ? new StringBuilder(text.substring(0, i)) : safe;
                safe.append(String.format(Locale.ROOT, c < 0x100 ? "\\x%02x" : "\\u%04x", (int) c));
            } else if (safe != null) {
                safe.append(c);
            }
        }
        return safe == null ? text : safe.toString();
    }

    /** Marks that turn the direction of what follows, so that a line would read other than it is. */
    private static boolean bidirectional(char c) {
        return c >= 0x202A && c <= 0x202E || c >= 0x2066 && c <= 0x2069;
    }
}
