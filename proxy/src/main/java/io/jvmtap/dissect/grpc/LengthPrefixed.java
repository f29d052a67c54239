package io.jvmtap.dissect.grpc;

import io.jvmtap.dissect.MessageCutter;
import io.jvmtap.flow.FlowEvent.BodyChunk;
import io.jvmtap.flow.FlowEvent.MessageSeen;
import io.jvmtap.flow.FlowSink;
import io.jvmtap.flow.MessageKind;
import io.jvmtap.flow.Stamp;

/**
 * Cuts at the prefixes of gRPC: a byte of flags, four of length, and so many of message. The body stays as it is, prefixes
 * included; a message's range is what stands between them.
 */
final class LengthPrefixed implements MessageCutter {
    private static final int PREFIX = 5;
    private static final int COMPRESSED = 0x01;
    /** Of gRPC-Web, where the trailers are the body's last message. */
    private static final int TRAILERS = 0x80;

    private int prefixLength;
    private int flags;
    private long left;
    private long length;
    private long offset;
    private Stamp started = new Stamp(0, 0);

    @Override
    public boolean read(BodyChunk piece, FlowSink out) {
        out.emit(piece);
        byte[] bytes = piece.bytes();
        int at = 0;
        while (at < bytes.length) {
            if (prefixLength < PREFIX) {
                prefix(bytes[at++] & 0xFF, piece.at());
                if ((flags & ~(COMPRESSED | TRAILERS)) != 0) {
                    return false;
                }
            } else {
                int count = (int) Math.min(left, bytes.length - at);
                at += count;
                left -= count;
            }
            if (prefixLength == PREFIX && left == 0) {
                out.emit(message(piece, offset + at - length));
                prefixLength = 0;
            }
        }
        offset += bytes.length;
        return true;
    }

    private void prefix(int next, Stamp at) {
        if (prefixLength == 0) {
            flags = next;
            length = 0;
            started = at;
        } else {
            length = length << 8 | next;
            left = length;
        }
        prefixLength++;
    }

    private MessageSeen message(BodyChunk piece, long from) {
        return new MessageSeen(
                piece.exchange(),
                piece.at(),
                started,
                piece.direction(),
                MessageKind.GRPC,
                from,
                length,
                (flags & COMPRESSED) != 0,
                (flags & TRAILERS) != 0 ? "trailers" : "");
    }
}
