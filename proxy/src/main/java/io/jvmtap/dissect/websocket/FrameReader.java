package io.jvmtap.dissect.websocket;

import io.jvmtap.dissect.MessageCutter;
import io.jvmtap.flow.Fault;
import io.jvmtap.flow.FlowEvent.BodyChunk;
import io.jvmtap.flow.FlowEvent.MessageSeen;
import io.jvmtap.flow.FlowSink;
import io.jvmtap.flow.MessageKind;
import io.jvmtap.flow.Stamp;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Reads the frames of one direction (RFC 6455 section 5.2), cut anywhere. The body is what data frames carry, unmasked:
 * the masking key, new with each frame, is framing. Frames of one message are one range; control frames, which may stand
 * between them, are no part of the body and told of whole.
 *
 * <pre>
 *   HEAD ─┬─► PAYLOAD: of data, passed on piece by piece ──► HEAD
 *         └─► CONTROL: 125 bytes at most, kept ────────────► HEAD
 * </pre>
 */
final class FrameReader implements MessageCutter {
    /** Two bytes, eight of length and four of masking key. */
    private static final int MAX_HEAD = 14;

    private static final int MAX_CONTROL = 125;
    private static final int FIN = 0x80;
    private static final int RSV1 = 0x40;
    private static final int OTHER_RSV = 0x30;
    private static final int MASKED = 0x80;
    private static final int LENGTH_16 = 126;
    private static final int LENGTH_64 = 127;

    private static final int CONTINUATION = 0;
    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;

    /** What is known of a message from its first frame on. */
    private record Open(MessageKind kind, Stamp started, long offset, boolean compressed) {}

    private final boolean deflate;
    private final byte[] head = new byte[MAX_HEAD];
    private final byte[] control = new byte[MAX_CONTROL];
    private int headLength;
    private int controlLength;
    private boolean inPayload;
    private Stamp frameStarted = new Stamp(0, 0);
    private long left;
    private int masked;
    private @Nullable Open message;
    private long offset;
    private @Nullable String trouble;

    /** @param deflate whether the extension of RFC 7692 was agreed on */
    FrameReader(boolean deflate) {
        this.deflate = deflate;
    }

    @Override
    public boolean read(BodyChunk piece, FlowSink out) {
        byte[] bytes = piece.bytes();
        byte[] data = new byte[bytes.length];
        int length = 0;
        int at = 0;
        while (at < bytes.length && trouble == null) {
            if (!inPayload) {
                at = head(bytes, at, piece.at());
            } else {
                int count = (int) Math.min(left, bytes.length - at);
                if (isControl()) {
                    unmask(bytes, at, count, control, controlLength);
                    controlLength += count;
                } else {
                    unmask(bytes, at, count, data, length);
                    length += count;
                    offset += count;
                }
                at += count;
                left -= count;
            }
            MessageSeen ended = inPayload && left == 0 ? frameEnded(piece) : null;
            if (ended != null) {
                pass(piece, data, length, out);
                length = 0;
                out.emit(ended);
            }
        }
        pass(piece, data, length, out);
        if (trouble != null) {
            // As it is from here on, with what was kept of the frame's head.
            byte[] rest = Arrays.copyOf(head, headLength + bytes.length - at);
            System.arraycopy(bytes, at, rest, headLength, bytes.length - at);
            pass(piece, rest, rest.length, out);
        }
        return trouble == null;
    }

    private static void pass(BodyChunk piece, byte[] data, int length, FlowSink out) {
        if (length > 0) {
            out.emit(new BodyChunk(piece.exchange(), piece.at(), piece.direction(), Arrays.copyOf(data, length)));
        }
    }

    @Override
    public @Nullable Fault fault() {
        if (trouble != null) {
            return new Fault(Fault.Code.NOT_OF_PROTOCOL, Fault.Scope.MESSAGE, "not WebSocket: " + trouble);
        }
        if (headLength > 0 || message != null) {
            return new Fault(Fault.Code.TRUNCATED, Fault.Scope.MESSAGE, "the connection ended within a message");
        }
        return null;
    }

    /** Takes bytes of a frame's head, and judges it when it is whole. */
    private int head(byte[] bytes, int from, Stamp at) {
        int next = from;
        if (headLength == 0) {
            frameStarted = at;
        }
        while (next < bytes.length && headLength < headSize()) {
            head[headLength++] = bytes[next++];
        }
        if (headLength >= 2 && headLength == headSize()) {
            trouble = judge();
            inPayload = trouble == null;
        }
        return next;
    }

    private int headSize() {
        if (headLength < 2) {
            return 2;
        }
        int length = head[1] & 0x7F;
        int more = length == LENGTH_64 ? 8 : length == LENGTH_16 ? 2 : 0;
        return 2 + more + ((head[1] & MASKED) != 0 ? 4 : 0);
    }

    private @Nullable String judge() {
        int length = head[1] & 0x7F;
        int more = length == LENGTH_64 ? 8 : length == LENGTH_16 ? 2 : 0;
        left = more == 0 ? length : 0;
        for (int i = 2; i < 2 + more; i++) {
            left = left << 8 | head[i] & 0xFF;
        }
        masked = 0;
        boolean last = (head[0] & FIN) != 0;
        boolean first = (head[0] & RSV1) != 0;
        int opcode = opcode();
        if (left < 0) {
            return "a frame of more than 2^63 bytes";
        } else if ((head[0] & OTHER_RSV) != 0 || first && !deflate) {
            return "a reserved bit is set that no extension gives a meaning";
        } else if (isControl()) {
            controlLength = 0;
            boolean known = opcode == CLOSE || opcode == PING || opcode == PONG;
            return !known
                    ? "unknown opcode " + opcode
                    : !last || left > MAX_CONTROL || first ? "a control frame that is none" : null;
        } else if (opcode == CONTINUATION) {
            return message == null ? "a continuation of nothing" : first ? "a continuation that is compressed" : null;
        } else if (opcode != TEXT && opcode != BINARY) {
            return "unknown opcode " + opcode;
        } else if (message != null) {
            return "a new message within another";
        }
        message = new Open(opcode == TEXT ? MessageKind.TEXT : MessageKind.BINARY, frameStarted, offset, first);
        return null;
    }

    /** @return the message that is complete with this frame, if one is */
    private @Nullable MessageSeen frameEnded(BodyChunk piece) {
        headLength = 0;
        inPayload = false;
        if (isControl()) {
            MessageKind kind =
                    opcode() == CLOSE ? MessageKind.CLOSE : opcode() == PING ? MessageKind.PING : MessageKind.PONG;
            String detail =
                    kind == MessageKind.CLOSE ? reason() : HexFormat.of().formatHex(control, 0, controlLength);
            return seen(piece, new Open(kind, frameStarted, -1, false), controlLength, detail);
        }
        Open data = message;
        if (data == null || (head[0] & FIN) == 0) {
            return null;
        }
        message = null;
        return seen(piece, data, offset - data.offset, "");
    }

    private static MessageSeen seen(BodyChunk piece, Open message, long length, String detail) {
        return new MessageSeen(
                piece.exchange(),
                piece.at(),
                message.started,
                piece.direction(),
                message.kind,
                message.offset,
                length,
                message.compressed,
                detail);
    }

    /** Code and reason (RFC 6455 section 5.5.1); 1005 stands for no code (section 7.1.5). */
    private String reason() {
        if (controlLength < 2) {
            return "1005";
        }
        int code = (control[0] & 0xFF) << 8 | control[1] & 0xFF;
        return (code + " " + new String(control, 2, controlLength - 2, StandardCharsets.UTF_8)).stripTrailing();
    }

    private int opcode() {
        return head[0] & 0x0F;
    }

    private boolean isControl() {
        return (head[0] & 0x08) != 0;
    }

    private void unmask(byte[] from, int at, int count, byte[] to, int start) {
        if ((head[1] & MASKED) == 0) {
            System.arraycopy(from, at, to, start, count);
            return;
        }
        int key = headLength - 4;
        for (int i = 0; i < count; i++) {
            to[start + i] = (byte) (from[at + i] ^ head[key + (masked++ & 3)]);
        }
        masked &= 3;
    }
}
