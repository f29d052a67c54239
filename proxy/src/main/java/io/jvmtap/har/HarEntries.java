package io.jvmtap.har;

import io.jvmtap.json.JsonReader;
import java.io.IOException;
import java.io.Reader;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Cuts the entries out of a HAR file, one after the other, without the file in memory. Used by one thread. */
final class HarEntries {
    /** An entry holds two bodies; browsers leave out what is longer than some tens of megabytes. */
    private static final int LONGEST = 256 << 20;
    /** Of {@code log}'s members. */
    private static final int LOG = 2;

    private final Reader file;
    private int number;

    HarEntries(Reader file) {
        this.file = file;
    }

    /** How many were read. */
    int number() {
        return number;
    }

    /** Goes to the first entry. */
    void begin() throws IOException {
        int depth = 0;
        for (int c = file.read(); c >= 0; c = file.read()) {
            switch (c) {
                case '{', '[' -> depth++;
                case '}', ']' -> depth--;
                case '"' -> {
                    String text = string();
                    boolean member = depth == LOG && text.equals("entries") && blanks() == ':';
                    if (member && blanks() == '[') {
                        return;
                    }
                }
                default -> {}
            }
            if (depth == 0 && !Character.isWhitespace(c) && c != '\uFEFF') {
                break;
            }
        }
        throw new IOException("there is no log with entries in it");
    }

    /** Null after the last. */
    @Nullable
    Map<?, ?> next() throws IOException {
        int c = blanks();
        c = c == ',' && number > 0 ? blanks() : c;
        if (c == ']') {
            return null;
        }
        if (c != '{') {
            throw new IOException(
                    c < 0 ? "it ends within its entries" : "entry " + (number + 1) + " is no JSON object");
        }
        number++;
        try {
            return (Map<?, ?>) JsonReader.read(object());
        } catch (IllegalArgumentException e) {
            throw new IOException("entry " + number + " is no JSON: " + e.getMessage(), e);
        }
    }

    private String object() throws IOException {
        StringBuilder text = new StringBuilder("{");
        int depth = 1;
        boolean quoted = false;
        while (depth > 0) {
            int c = file.read();
            if (c < 0 || text.length() > LONGEST) {
                throw new IOException(c < 0 ? "it ends within entry " + number : "entry " + number + " is too long");
            }
            text.append((char) c);
            if (quoted && c == '\\') {
                text.append((char) file.read());
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted) {
                depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
            }
        }
        return text.toString();
    }

    /** The rest of a string, escapes as they are; long ones are cut, for no name is long. */
    private String string() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int c = file.read(); c >= 0 && c != '"'; c = file.read()) {
            if (text.length() < LOG * 50) {
                text.append((char) c);
            }
            if (c == '\\') {
                file.read();
            }
        }
        return text.toString();
    }

    private int blanks() throws IOException {
        int c = file.read();
        while (c >= 0 && Character.isWhitespace(c)) {
            c = file.read();
        }
        return c;
    }
}
