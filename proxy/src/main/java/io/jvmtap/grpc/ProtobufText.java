package io.jvmtap.grpc;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A Protocol Buffers message without its schema, as {@code protoc --decode_raw} writes it: field numbers, and what their
 * wire types tell. Bytes are shown as text where they read as text, as a message where they are one, else in hex.
 */
public final class ProtobufText {
    /** Protocol Buffers itself stops at 100; a guess that deep is none. */
    private static final int DEEPEST = 32;

    /** Bytes of one field that are shown in hex. */
    private static final int MOST_HEX = 64;

    private static final int LONGEST_VARINT = 10;

    private final StringBuilder out = new StringBuilder();
    private final ByteBuffer in;
    private final int depth;

    private ProtobufText(ByteBuffer in, int depth) {
        this.in = in.slice().order(ByteOrder.LITTLE_ENDIAN);
        this.depth = depth;
    }

    /** @return lines, each with its end; null where the bytes are no message */
    public static @Nullable String of(byte[] message) {
        return of(ByteBuffer.wrap(message), 0);
    }

    private static @Nullable String of(ByteBuffer message, int depth) {
        ProtobufText text = new ProtobufText(message, depth);
        return depth <= DEEPEST && text.fields(-1) ? text.out.toString() : null;
    }

    /**
     * @param group the field number of the group that is being read, -1 for none
     * @return whether all was read
     */
    private boolean fields(int group) {
        while (in.hasRemaining()) {
            long key = varint();
            long number = key >>> 3;
            if (key < 0 || number == 0 || number >= 1 << 29) {
                return false;
            }
            if ((key & 7) == 4) {
                return number == group;
            }
            if (!field((int) number, (int) (key & 7))) {
                return false;
            }
        }
        return group < 0;
    }

    private boolean field(int number, int type) {
        switch (type) {
            case 0 -> {
                int start = in.position();
                long value = varint();
                if (value == -1 && in.position() - start != LONGEST_VARINT) {
                    return false;
                }
                line(number + ": " + value);
                return true;
            }
            case 1 -> {
                return in.remaining() >= 8 && line(number + ": " + hex("0x%016x", in.getLong()));
            }
            case 2 -> {
                long length = varint();
                return length >= 0 && length <= in.remaining() && bytes(number, (int) length);
            }
            case 3 -> {
                if (depth + 1 > DEEPEST) {
                    return false;
                }
                ProtobufText inner = new ProtobufText(in, depth + 1);
                boolean read = inner.fields(number);
                in.position(in.position() + inner.in.position());
                return read && nested(number, inner.out.toString());
            }
            case 5 -> {
                return in.remaining() >= 4 && line(number + ": " + hex("0x%08x", in.getInt() & 0xFFFF_FFFFL));
            }
            default -> {
                return false;
            }
        }
    }

    private boolean bytes(int number, int length) {
        ByteBuffer value = in.slice(in.position(), length);
        in.position(in.position() + length);
        String text = text(value);
        if (text != null && readable(text)) {
            return line(number + ": " + quoted(text));
        }
        String message = of(value, depth + 1);
        if (message != null) {
            return nested(number, message);
        }
        if (text != null) {
            return line(number + ": " + quoted(text));
        }
        StringBuilder hex = new StringBuilder();
        for (int i = 0; i < Math.min(length, MOST_HEX); i++) {
            hex.append(String.format(Locale.ROOT, "%02x", value.get(i)));
        }
        return line(number + ": " + hex + (length > MOST_HEX ? "... " : " ") + "(" + length + " bytes)");
    }

    private boolean nested(int number, String lines) {
        line(number + " {");
        out.append(lines);
        return line("}");
    }

    private boolean line(String line) {
        out.append("  ".repeat(depth)).append(line).append('\n');
        return true;
    }

    /** @return -1, also where there is none */
    private long varint() {
        long value = 0;
        for (int i = 0; i < LONGEST_VARINT && in.hasRemaining(); i++) {
            byte next = in.get();
            value |= (long) (next & 0x7F) << 7 * i;
            if (next >= 0) {
                return value;
            }
        }
        return -1;
    }

    /** Null where the bytes are not UTF-8. */
    private static @Nullable String text(ByteBuffer bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes.duplicate()).toString();
        } catch (CharacterCodingException notText) {
            return null;
        }
    }

    /** Whether it is for people: a message opens with a control character, mostly with what is a line end in text. */
    private static boolean readable(String text) {
        return text.isEmpty()
                || text.charAt(0) >= ' '
                        && text.chars().noneMatch(c -> c < ' ' && c != '\n' && c != '\r' && c != '\t' || c == 0x7F);
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            switch (c) {
                case '"', '\\' -> quoted.append('\\').append(c);
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> quoted.append(c < ' ' || c == 0x7F ? hex("\\x%02x", c) : String.valueOf(c));
            }
        }
        return quoted.append('"').toString();
    }

    private static String hex(String format, long value) {
        return String.format(Locale.ROOT, format, value);
    }
}
