package io.jvmtap.dissect.http2;

import io.jvmtap.dissect.Dissector;
import io.jvmtap.flow.Direction;
import io.jvmtap.flow.Header;
import io.jvmtap.flow.Stamp;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Reads the frames of one direction, cut anywhere, and tells {@link Streams} of what is in them. Bodies pass piece by
 * piece; heads are put together first. Used by one thread at a time.
 *
 * <pre>
 *   PREFACE (of the program) ─► HEADER ─┬─► WHOLE: SETTINGS, RST_STREAM, GOAWAY, and heads ──► HEADER
 *                                       ├─► PAD_LENGTH ─► BODY: DATA ──► SKIP: its padding ──► HEADER
 *                                       └─► SKIP: what we need not read, unknown types ─────► HEADER
 * </pre>
 *
 * A frame longer than its receiver's SETTINGS allow is read all the same: the receiver judges it, and we show what both
 * do.
 */
final class FrameReader {
    /** A frame's header (RFC 9113 section 4.1). */
    static final int HEADER = 9;

    /** A compressed head with its frames, as with HTTP/1. Servers take 8 to 64 KiB; a debugger shows what they refuse. */
    static final int MAX_BLOCK = 1024 * 1024;

    /** SETTINGS, RST_STREAM and GOAWAY: no peer takes longer frames unless it says so (RFC 9113 section 4.2). */
    static final int MAX_CONTROL = 16 * 1024;

    private static final int SETTING = 6;
    private static final int PRIORITY = 5;
    private static final int IDENTIFIER = 4;

    private enum State {
        PREFACE,
        HEADER,
        WHOLE,
        PAD_LENGTH,
        BODY,
        SKIP
    }

    private final Direction direction;
    private final Streams streams;
    private final HpackDecoder hpack = new HpackDecoder();
    private final Untold untold = new Untold();
    private State state;
    private boolean settingsSeen;
    /** Where in {@link #untold} the current frame begins: not at 0 within a header block that spans frames. */
    private int frame;

    private int length;
    private int type;
    private int flags;
    private int stream;
    /** Of the header block that CONTINUATION frames go on with, 0 for none. */
    private int blockStream;

    /** Payload bytes to come before the padding. */
    private int left;

    private int padding;
    /** Whether anyone wants the body. */
    private boolean wanted;

    FrameReader(Direction direction, Streams streams) {
        this.direction = direction;
        this.streams = streams;
        this.state = direction == Direction.OUT ? State.PREFACE : State.HEADER;
    }

    /** What was read and not told of. */
    Untold untold() {
        return untold;
    }

    void read(ByteBuffer bytes, Stamp at) throws NotHttp2 {
        while (bytes.hasRemaining()) {
            switch (state) {
                case PREFACE -> preface(bytes, at);
                case HEADER -> {
                    take(bytes, frame + HEADER, at);
                    if (untold.length() == frame + HEADER) {
                        opened(at);
                    }
                }
                case WHOLE -> {
                    take(bytes, frame + HEADER + length, at);
                    whole(at);
                }
                case PAD_LENGTH -> padLength(bytes, at);
                case BODY -> body(bytes, at);
                case SKIP -> {
                    int count = Math.min(left, bytes.remaining());
                    bytes.position(bytes.position() + count);
                    left -= count;
                    dataOver(at);
                }
            }
        }
    }

    private void preface(ByteBuffer bytes, Stamp at) throws NotHttp2 {
        if (bytes.get(bytes.position()) != Http2.preface(untold.length())) {
            throw new NotHttp2("not the connection preface of HTTP/2");
        }
        untold.take(bytes, 1, at);
        if (untold.length() == Http2.PREFACE_LENGTH) {
            next();
        }
    }

    private void take(ByteBuffer bytes, int until, Stamp at) {
        untold.take(bytes, Math.min(bytes.remaining(), until - untold.length()), at);
    }

    private void next() {
        untold.clear();
        frame = 0;
        blockStream = 0;
        state = State.HEADER;
    }

    // ---- the opening of a frame

    private void opened(Stamp at) throws NotHttp2 {
        length = untold.number(frame) >>> 8;
        type = untold.unsigned(frame + 3);
        flags = untold.unsigned(frame + 4);
        stream = untold.identifier(frame + 5);
        if (!settingsSeen && (type != FrameType.SETTINGS || has(FrameType.ACK))) {
            throw new NotHttp2("the first frame is not SETTINGS");
        }
        if (blockStream != 0
                ? type != FrameType.CONTINUATION || stream != blockStream
                : type == FrameType.CONTINUATION) {
            throw new NotHttp2("a header block is not continued as it must be");
        }
        switch (type) {
            case FrameType.HEADERS, FrameType.PUSH_PROMISE, FrameType.CONTINUATION ->
                collect(MAX_BLOCK - untold.length(), true, at);
            case FrameType.SETTINGS, FrameType.GOAWAY -> collect(MAX_CONTROL, false, at);
            case FrameType.RST_STREAM -> collect(MAX_CONTROL, true, at);
            case FrameType.DATA -> data(at);
            default -> skip(at);
        }
    }

    private void collect(int limit, boolean ofStream, Stamp at) throws NotHttp2 {
        if (length > limit) {
            throw new NotHttp2("a frame of type " + type + " with " + length + " bytes is more than we keep");
        }
        if (ofStream != (stream != 0)) {
            throw new NotHttp2("a frame of type " + type + " on stream " + stream);
        }
        state = State.WHOLE;
        whole(at);
    }

    private void skip(Stamp at) {
        next();
        left = length;
        wanted = false;
        state = State.SKIP;
        dataOver(at);
    }

    // ---- DATA

    private void data(Stamp at) throws NotHttp2 {
        if (stream == 0) {
            throw new NotHttp2("DATA on no stream");
        }
        next();
        left = length;
        padding = 0;
        wanted = streams.opensData(direction, stream, HEADER + length);
        if (!has(FrameType.PADDED)) {
            state = State.BODY;
            bodyOver(at);
        } else if (length == 0) {
            throw new NotHttp2("padding without a length");
        } else {
            state = State.PAD_LENGTH;
        }
    }

    private void padLength(ByteBuffer bytes, Stamp at) throws NotHttp2 {
        padding = bytes.get() & 0xFF;
        left -= 1 + padding;
        if (left < 0) {
            throw new NotHttp2("more padding than frame");
        }
        state = State.BODY;
        bodyOver(at);
    }

    private void body(ByteBuffer bytes, Stamp at) {
        int count = Math.min(Math.min(left, bytes.remaining()), Dissector.MAX_PIECE);
        if (wanted) {
            byte[] piece = new byte[count];
            bytes.get(piece);
            streams.data(direction, stream, piece, at);
        } else {
            bytes.position(bytes.position() + count);
        }
        left -= count;
        bodyOver(at);
    }

    private void bodyOver(Stamp at) {
        if (left == 0) {
            left = padding;
            state = State.SKIP;
            dataOver(at);
        }
    }

    private void dataOver(Stamp at) {
        if (left == 0) {
            state = State.HEADER;
            if (wanted && has(FrameType.END_STREAM)) {
                streams.endStream(direction, stream, at);
            }
        }
    }

    // ---- frames that are needed whole

    private void whole(Stamp at) throws NotHttp2 {
        if (untold.length() < frame + HEADER + length) {
            return;
        }
        int payload = frame + HEADER;
        switch (type) {
            case FrameType.SETTINGS -> settings();
            case FrameType.RST_STREAM -> {
                need(length == 4);
                streams.reset(direction, stream, untold.number(payload), at);
            }
            case FrameType.GOAWAY -> {
                need(length >= 8);
                GoAway goAway = GoAway.read(untold, payload, payload + length);
                streams.goAway(direction, goAway, at);
            }
            default -> {
                if (has(FrameType.END_HEADERS)) {
                    block(at);
                } else {
                    blockStream = stream;
                    frame = untold.length();
                    state = State.HEADER;
                    return;
                }
            }
        }
        next();
    }

    /** Sizes that SETTINGS announce are limits for the other side to keep; the table's size is told by HPACK itself. */
    private void settings() throws NotHttp2 {
        need(length % SETTING == 0);
        settingsSeen = true;
    }

    /** A header block is complete: it began with the first frame that is kept. */
    private void block(Stamp at) throws NotHttp2 {
        HeaderBlock block = HeaderBlock.of(untold);
        List<Header> fields = hpack.decode(block.bytes(), block.from(), block.to());
        if (block.promised() != 0) {
            streams.promised(direction, block.promised(), fields, untold.length(), at);
        } else {
            streams.headers(direction, block.stream(), fields, untold.length(), block.endsStream(), at);
        }
    }

    private void need(boolean length) throws NotHttp2 {
        if (!length) {
            throw new NotHttp2("a frame of type " + type + " with " + this.length + " bytes");
        }
    }

    private boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /**
     * The fragments of a head put together.
     *
     * @param bytes the block stands in them, from {@code from} to {@code to}
     * @param promised the stream that PUSH_PROMISE promises, 0 for HEADERS
     */
    private record HeaderBlock(byte[] bytes, int from, int to, int stream, int promised, boolean endsStream) {
        static HeaderBlock of(Untold frames) throws NotHttp2 {
            int type = frames.unsigned(3);
            int flags = frames.unsigned(4);
            int stream = frames.identifier(5);
            int end = HEADER + (frames.number(0) >>> 8);
            int from = HEADER;
            int to = end;
            if ((flags & FrameType.PADDED) != 0) {
                to -= from < end ? frames.unsigned(from++) : end;
            }
            int promised = 0;
            if (type == FrameType.PUSH_PROMISE) {
                promised = from + IDENTIFIER <= to ? frames.identifier(from) : 0;
                from += IDENTIFIER;
                if (promised == 0) {
                    throw new NotHttp2("a promise of no stream");
                }
            } else if ((flags & FrameType.PRIORITY) != 0) {
                from += PRIORITY;
            }
            if (from > to) {
                throw new NotHttp2("a head that is shorter than it says");
            }
            boolean last = type == FrameType.HEADERS && (flags & FrameType.END_STREAM) != 0;
            byte[] bytes = frames.bytes();
            if (end < frames.length()) {
                bytes = new byte[frames.length()];
                int length = to - from;
                System.arraycopy(frames.bytes(), from, bytes, 0, length);
                for (int next = end; next < frames.length(); ) {
                    int count = frames.number(next) >>> 8;
                    System.arraycopy(frames.bytes(), next + HEADER, bytes, length, count);
                    length += count;
                    next += HEADER + count;
                }
                from = 0;
                to = length;
            }
            return new HeaderBlock(bytes, from, to, stream, promised, last);
        }
    }
}
