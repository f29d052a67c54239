package io.jvmtap.export;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Bytes as words of a POSIX shell (IEEE 1003.1, Shell Command Language, section 2.2), on one line each. What a word
 * cannot hold comes out of {@code printf}, for {@code $'...'} is not known to every shell.
 */
final class ShellText {
    /** A longer word is not taken by every kernel (Linux: MAX_ARG_STRLEN, 128 KiB); this leaves room for quoting. */
    private static final int LONGEST_WORD = 32 << 10;

    private ShellText() {}

    /** A header field or URL as recorded: each character is a byte (ISO-8859-1). */
    static String word(String latin1) {
        boolean plain = latin1.chars().allMatch(c -> c >= ' ' && c < 0x7F);
        return plain ? quoted(latin1) : "\"$(printf " + quoted(format(latin1)) + ")\"";
    }

    private static String quoted(String text) {
        boolean bare = !text.isEmpty()
                && text.chars().allMatch(c -> Character.isLetterOrDigit(c) && c < 0x7F || "-_./:=,+@%".indexOf(c) >= 0);
        return bare ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    /** What {@code printf} makes these bytes of. */
    private static String format(String latin1) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < latin1.length(); i++) {
            char c = latin1.charAt(i);
            switch (c) {
                case '\\' -> out.append("\\\\");
                case '%' -> out.append("%%");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c >= ' ' && c < 0x7F) {
                        out.append(c);
                    } else {
                        out.append('\\').append((char) ('0' + (c >> 6 & 7)));
                        out.append((char) ('0' + (c >> 3 & 7))).append((char) ('0' + (c & 7)));
                    }
                }
            }
        }
        return out.toString();
    }

    /** Whether a word can hold these bytes as they are: UTF-8 on one line, not too much of it. */
    static boolean fits(byte[] bytes) {
        return bytes.length <= LONGEST_WORD && text(bytes) && lineOnly(bytes);
    }

    /** The bytes, which {@link #fits fit}, as a word. */
    static String word(byte[] bytes) {
        return quoted(new String(bytes, StandardCharsets.UTF_8));
    }

    /** A command that writes these bytes to its stdout. */
    static String source(byte[] bytes) {
        if (fits(bytes)) {
            return "printf %s " + word(bytes);
        }
        if (bytes.length <= LONGEST_WORD && text(bytes)) {
            return "printf " + quoted(format(new String(bytes, StandardCharsets.ISO_8859_1)));
        }
        return "printf %s " + Base64.getEncoder().encodeToString(bytes) + " | base64 -d";
    }

    private static boolean lineOnly(byte[] bytes) {
        for (byte each : bytes) {
            if (each >= 0 && each < ' ' || each == 0x7F) {
                return false;
            }
        }
        return true;
    }

    private static boolean text(byte[] bytes) {
        for (byte each : bytes) {
            boolean control = each >= 0 && each < ' ' && each != '\n' && each != '\r' && each != '\t';
            if (control || each == 0x7F) {
                return false;
            }
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
