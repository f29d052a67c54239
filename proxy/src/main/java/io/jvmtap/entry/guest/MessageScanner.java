package io.jvmtap.entry.guest;

import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Follows HTTP/1.1 messages in one direction while they pass, to know where each ends (RFC 9112 section 6.3); bodies pass
 * untouched, lines of heads may be changed or left out. What it does not understand passes as it is from there on.
 */
abstract class MessageScanner {
    /** A single header line; real ones, cookies included, stay below. */
    private static final int MAX_LINE = 64 * 1024;

    private enum State {
        START,
        FIELDS,
        LENGTH,
        CHUNK_SIZE,
        CHUNK,
        CHUNK_END,
        TRAILERS,
        /** Until the connection ends: no messages any more. */
        RAW
    }

    /** What follows a head. */
    enum Body {
        NONE,
        /** As the fields tell. */
        TOLD,
        /** No HTTP any more. */
        TUNNEL
    }

    private static final long UNTOLD = -1;
    private static final long NONSENSE = -2;

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private State state = State.START;
    private long left;
    private long length = UNTOLD;
    private boolean chunked;
    private boolean dropping;

    /** @return what passes in place of that line, with its end; null for the line itself */
    abstract byte @Nullable [] startLine(String start);

    /** Whether a header field is not to pass. */
    abstract boolean drops(String name);

    /** What follows the head that has just ended. */
    abstract Body body();

    /** Whether a body whose length is not told lasts until the connection ends; otherwise there is none. */
    abstract boolean lastsUntilClose();

    /** The message has passed. */
    abstract void ended();

    boolean betweenMessages() {
        return state == State.START && line.size() == 0;
    }

    /** What follows is no HTTP any more. */
    void raw() {
        state = State.RAW;
    }

    boolean isRaw() {
        return state == State.RAW;
    }

    /** Passes bytes on up to the end of a message, or all of them. */
    void scan(ByteBuf in, ByteBuf out) {
        while (in.isReadable()) {
            switch (state) {
                case RAW -> out.writeBytes(in);
                case LENGTH, CHUNK -> {
                    int count = (int) Math.min(left, in.readableBytes());
                    out.writeBytes(in, count);
                    left -= count;
                    if (left == 0 && state == State.CHUNK) {
                        state = State.CHUNK_END;
                    } else if (left == 0) {
                        end();
                        return;
                    }
                }
                case START, FIELDS, CHUNK_SIZE, CHUNK_END, TRAILERS -> {
                    if (takeLine(in) && line(out)) {
                        return;
                    }
                }
            }
        }
        if (line.size() > MAX_LINE) {
            out.writeBytes(line.toByteArray());
            line.reset();
            raw();
        }
    }

    /** @return whether the line is whole */
    private boolean takeLine(ByteBuf in) {
        int end = in.indexOf(in.readerIndex(), in.writerIndex(), (byte) '\n');
        int count = (end < 0 ? in.writerIndex() : end + 1) - in.readerIndex();
        byte[] piece = new byte[count];
        in.readBytes(piece);
        line.writeBytes(piece);
        return end >= 0;
    }

    /** @return whether the message ends with this line */
    private boolean line(ByteBuf out) {
        byte[] bytes = line.toByteArray();
        line.reset();
        String text = new String(bytes, StandardCharsets.ISO_8859_1).replaceFirst("\r?\n$", "");
        switch (state) {
            case START -> {
                byte[] instead = startLine(text);
                out.writeBytes(instead == null ? bytes : instead);
                length = UNTOLD;
                chunked = false;
                dropping = false;
                state = State.FIELDS;
            }
            case FIELDS -> {
                if (text.isEmpty()) {
                    out.writeBytes(bytes);
                    return headEnded();
                }
                field(text, bytes, out);
            }
            case CHUNK_SIZE -> {
                out.writeBytes(bytes);
                chunk(text);
            }
            case CHUNK_END -> {
                out.writeBytes(bytes);
                state = State.CHUNK_SIZE;
            }
            default -> {
                out.writeBytes(bytes);
                if (text.isEmpty()) {
                    end();
                    return true;
                }
            }
        }
        return false;
    }

    private void field(String text, byte[] bytes, ByteBuf out) {
        boolean goesOn = text.charAt(0) == ' ' || text.charAt(0) == '\t';
        if (!goesOn) {
            int colon = text.indexOf(':');
            String name = (colon < 0 ? text : text.substring(0, colon)).strip().toLowerCase(Locale.ROOT);
            String value = colon < 0 ? "" : text.substring(colon + 1).strip();
            dropping = drops(name);
            if (name.equals("content-length")) {
                length = value.matches("\\d{1,18}") ? Long.parseLong(value) : NONSENSE;
            } else if (name.equals("transfer-encoding")) {
                chunked = value.toLowerCase(Locale.ROOT).endsWith("chunked");
                length = chunked ? length : NONSENSE;
            }
        }
        if (!dropping) {
            out.writeBytes(bytes);
        }
    }

    /** @return whether the message has ended too */
    private boolean headEnded() {
        Body body = body();
        boolean untold = length == UNTOLD && !chunked;
        if (body == Body.TUNNEL || body == Body.TOLD && (length == NONSENSE || untold && lastsUntilClose())) {
            raw();
            return false;
        }
        if (body == Body.TOLD && (chunked || length > 0)) {
            left = length;
            state = chunked ? State.CHUNK_SIZE : State.LENGTH;
            return false;
        }
        end();
        return true;
    }

    private void chunk(String text) {
        String digits = text.split("[; \t]", 2)[0];
        if (!digits.matches("[0-9a-fA-F]{1,15}")) {
            raw();
            return;
        }
        left = Long.parseLong(digits, 16);
        state = left == 0 ? State.TRAILERS : State.CHUNK;
    }

    private void end() {
        state = State.START;
        ended();
    }
}
