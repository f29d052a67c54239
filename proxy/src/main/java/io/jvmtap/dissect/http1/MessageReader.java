package io.jvmtap.dissect.http1;

import io.jvmtap.dissect.Dissector;
import io.jvmtap.flow.Header;
import io.jvmtap.flow.Stamp;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the messages of one direction, cut anywhere, and tells {@link Messages} of their parts as soon as they are whole.
 * Used by one thread at a time.
 *
 * <pre>
 *   IDLE ─► START ─► FIELDS ─┬─► (no body) ───────────────────────────► IDLE
 *                            ├─► LENGTH ──────────────────────────────► IDLE
 *                            ├─► SIZE ─► CHUNK ─► CHUNK_END ─► SIZE
 *                            │     └─► TRAILERS ──────────────────────► IDLE
 *                            └─► UNTIL_CLOSE, or a tunnel ────────────► OVER
 * </pre>
 *
 * An upgrade to what is read as a body leads from IDLE back to UNTIL_CLOSE.
 */
final class MessageReader {
    /** Start line and headers, and trailers. Servers take 8 to 64 KiB; a debugger has to show what they refuse. */
    static final int MAX_HEAD = 1024 * 1024;

    /** A chunk's size with its extensions, which hardly anyone sends; twice the 8 KiB that Netty takes. */
    static final int MAX_CHUNK_LINE = 16 * 1024;

    /** Hexadecimal digits, leading zeros apart, that always fit a long. */
    private static final int MAX_SIZE_DIGITS = 15;

    private static final int MAX_LINE_END = 2;

    private enum State {
        IDLE,
        START,
        FIELDS,
        LENGTH,
        SIZE,
        CHUNK,
        CHUNK_END,
        TRAILERS,
        UNTIL_CLOSE,
        OVER
    }

    /** What there is to tell. */
    interface Messages {
        /** The first byte of a message, after empty lines. */
        void began(byte first, Stamp at) throws NotHttp;

        /** The opening of a start line whose end has not come: the time to object to one that is none. */
        void startLineOpens(byte[] bytes, int length) throws NotHttp;

        void startLine(String line) throws NotHttp;

        Framing head(List<Header> headers, Stamp at) throws NotHttp;

        void body(byte[] bytes, Stamp at);

        void trailers(List<Header> trailers, Stamp at);

        /** @param wireBytes of the whole message */
        void ended(long wireBytes, Stamp at);
    }

    private final Messages messages;
    private final LineBuffer lines = new LineBuffer();
    private final FieldSection fields = new FieldSection();
    private State state = State.IDLE;
    private long wireBytes;
    /** Bytes still to come, of the body or the chunk. */
    private long left;

    MessageReader(Messages messages) {
        this.messages = messages;
    }

    /** Reads all bytes, or up to the end of the last message before a tunnel. */
    void read(ByteBuffer bytes, Stamp at) throws NotHttp {
        while (bytes.hasRemaining() && state != State.OVER) {
            switch (state) {
                case IDLE -> idle(bytes, at);
                case START, FIELDS, TRAILERS -> section(bytes, at);
                case SIZE, CHUNK_END -> chunkLine(bytes, at);
                case LENGTH, CHUNK, UNTIL_CLOSE -> body(bytes, at);
                case OVER -> throw new IllegalStateException("read on after the end");
            }
        }
    }

    /**
     * The direction has ended: a body that lasts until then is complete.
     *
     * @return what is missing of the message, null where nothing is
     */
    @Nullable
    String end(Stamp at) {
        if (state == State.UNTIL_CLOSE) {
            finish(at);
        }
        String missing = missing();
        state = State.OVER;
        return missing;
    }

    /** What would be missing if nothing more came, null between messages. */
    @Nullable
    String missing() {
        return switch (state) {
            case IDLE, OVER -> null;
            case START, FIELDS -> "the head is incomplete";
            case LENGTH -> left + " bytes of the body are missing";
            case SIZE, CHUNK, CHUNK_END, TRAILERS -> "the chunked body has no end";
            case UNTIL_CLOSE -> "the body lasts until the server closes, which it did not";
        };
    }

    /** What follows the last message belongs to it: the connection has gone over to another protocol. */
    void goOn() {
        state = State.UNTIL_CLOSE;
    }

    /** What was read and not told of. */
    LineBuffer untold() {
        return lines;
    }

    private void idle(ByteBuffer bytes, Stamp at) throws NotHttp {
        byte first = bytes.get(bytes.position());
        if (first == '\r' || first == '\n') {
            bytes.get(); // robustness of RFC 9112 section 2.2, in both directions
            return;
        }
        messages.began(first, at);
        wireBytes = 0;
        state = State.START;
    }

    /** A line of a head or of trailers. */
    private void section(ByteBuffer bytes, Stamp at) throws NotHttp {
        LineBuffer.Fill fill = fill(bytes, at, MAX_HEAD);
        if (fill == LineBuffer.Fill.FULL) {
            throw new NotHttp("header lines of more than " + MAX_HEAD + " bytes");
        }
        if (fill == LineBuffer.Fill.MORE) {
            if (state == State.START) {
                messages.startLineOpens(lines.bytes(), lines.length());
            }
            return;
        }
        String line = lines.take();
        if (state == State.START) {
            messages.startLine(line);
            state = State.FIELDS;
        } else if (!line.isEmpty()) {
            fields.add(line);
        } else if (state == State.FIELDS) {
            lines.clear();
            enter(messages.head(fields.take(), at), at);
        } else {
            lines.clear();
            List<Header> trailers = fields.take();
            if (!trailers.isEmpty()) {
                messages.trailers(trailers, at);
            }
            finish(at);
        }
    }

    private void enter(Framing framing, Stamp at) {
        left = framing.length();
        switch (framing.kind()) {
            case NONE -> finish(at);
            case LENGTH -> state = State.LENGTH;
            case CHUNKED -> state = State.SIZE;
            case UNTIL_CLOSE -> state = State.UNTIL_CLOSE;
            case TUNNEL -> {
                finish(at);
                state = State.OVER;
            }
        }
    }

    private void chunkLine(ByteBuffer bytes, Stamp at) throws NotHttp {
        boolean size = state == State.SIZE;
        LineBuffer.Fill fill = fill(bytes, at, size ? MAX_CHUNK_LINE : MAX_LINE_END);
        if (fill == LineBuffer.Fill.FULL) {
            throw new NotHttp(size ? "a chunk size without an end" : "no line end after a chunk");
        }
        if (fill == LineBuffer.Fill.MORE) {
            return;
        }
        if (size) {
            left = chunkSize(lines.bytes(), lines.length());
            state = left == 0 ? State.TRAILERS : State.CHUNK;
        } else if (lines.take().isEmpty()) {
            state = State.SIZE;
        } else {
            throw new NotHttp("no line end after a chunk");
        }
        lines.clear();
    }

    private void body(ByteBuffer bytes, Stamp at) {
        int count = Math.min(bytes.remaining(), Dissector.MAX_PIECE);
        if (state != State.UNTIL_CLOSE) {
            count = (int) Math.min(count, left);
            left -= count;
        }
        byte[] piece = new byte[count];
        bytes.get(piece);
        wireBytes += count;
        messages.body(piece, at);
        if (left == 0 && state == State.LENGTH) {
            finish(at);
        } else if (left == 0 && state == State.CHUNK) {
            state = State.CHUNK_END;
        }
    }

    private void finish(Stamp at) {
        state = State.IDLE;
        messages.ended(wireBytes, at);
    }

    private LineBuffer.Fill fill(ByteBuffer bytes, Stamp at, int limit) {
        int before = bytes.position();
        LineBuffer.Fill fill = lines.fill(bytes, at, limit);
        wireBytes += bytes.position() - before;
        return fill;
    }

    /** RFC 9112 section 7.1: hexadecimal digits, then an extension or the end of the line. */
    private static long chunkSize(byte[] line, int length) throws NotHttp {
        long size = 0;
        int digits = 0;
        int next = 0;
        for (; next < length && Character.digit(line[next], 16) >= 0; next++) {
            size = size << 4 | Character.digit(line[next], 16);
            if (size != 0 && ++digits > MAX_SIZE_DIGITS) {
                throw new NotHttp("a chunk size that is too large");
            }
        }
        boolean stops = next < length && (line[next] <= ' ' && line[next] >= 0 || line[next] == ';');
        if (next == 0 || !stops) {
            throw new NotHttp("not a chunk size");
        }
        return size;
    }
}
