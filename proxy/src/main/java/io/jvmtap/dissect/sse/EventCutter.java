package io.jvmtap.dissect.sse;

import io.jvmtap.dissect.MessageCutter;
import io.jvmtap.flow.FlowEvent.BodyChunk;
import io.jvmtap.flow.FlowEvent.MessageSeen;
import io.jvmtap.flow.FlowSink;
import io.jvmtap.flow.MessageKind;
import io.jvmtap.flow.Stamp;
import java.nio.charset.StandardCharsets;

/**
 * Cuts an event stream at its empty lines (HTML standard, section 9.2.6). A block without data is no event there and none
 * here: comments that keep a connection alive tell nothing. An event's range is its lines with their ends, without the
 * empty line.
 */
final class EventCutter implements MessageCutter {
    /** Of a line: enough for a field's name and for the ids and event names that people read. */
    private static final int MOST_LINE = 256;

    /** What a reader calls an event that has no name. */
    private static final String UNNAMED = "message";

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final byte[] line = new byte[MOST_LINE];
    private int lineLength;
    /** Bytes of the line that were not kept count, so that it is not taken for an empty one. */
    private boolean lineEmpty = true;

    private boolean afterCarriageReturn;
    private long offset;
    private long lineStart;
    /** Of the block, -1 between blocks. */
    private long blockStart = -1;

    private Stamp started = new Stamp(0, 0);
    private boolean data;
    private String name = "";
    private String id = "";

    @Override
    public boolean read(BodyChunk piece, FlowSink out) {
        out.emit(piece);
        for (byte next : piece.bytes()) {
            offset++;
            if (next == '\n' && afterCarriageReturn) {
                afterCarriageReturn = false;
                lineStart = offset;
            } else if (next == '\n' || next == '\r') {
                afterCarriageReturn = next == '\r';
                lineEnded(piece, out);
                lineStart = offset;
            } else {
                afterCarriageReturn = false;
                take(next, piece.at());
            }
        }
        return true;
    }

    private void take(byte next, Stamp at) {
        if (blockStart < 0) {
            blockStart = lineStart;
            started = at;
        }
        lineEmpty = false;
        if (lineLength < MOST_LINE) {
            line[lineLength++] = next;
        }
    }

    private void lineEnded(BodyChunk piece, FlowSink out) {
        if (!lineEmpty) {
            field();
        } else if (blockStart >= 0) {
            if (data) {
                out.emit(event(piece));
            }
            blockStart = -1;
            data = false;
            name = "";
            id = "";
        }
        lineLength = 0;
        lineEmpty = true;
    }

    private void field() {
        int from = lineStart == 0 && opensWithMark() ? BYTE_ORDER_MARK.length : 0;
        String text = new String(line, from, lineLength - from, StandardCharsets.UTF_8);
        int colon = text.indexOf(':');
        String field = colon < 0 ? text : text.substring(0, colon);
        String value = colon < 0 ? "" : text.substring(colon + 1);
        value = value.startsWith(" ") ? value.substring(1) : value;
        switch (field) {
            case "data" -> data = true;
            case "event" -> name = value;
            case "id" -> id = value;
            default -> {}
        }
    }

    private boolean opensWithMark() {
        for (int i = 0; i < BYTE_ORDER_MARK.length; i++) {
            if (lineLength <= i || line[i] != BYTE_ORDER_MARK[i]) {
                return false;
            }
        }
        return true;
    }

    private MessageSeen event(BodyChunk piece) {
        String detail = (name.isEmpty() ? UNNAMED : name) + (id.isEmpty() ? "" : "\n" + id);
        return new MessageSeen(
                piece.exchange(),
                piece.at(),
                started,
                piece.direction(),
                MessageKind.EVENT,
                blockStart,
                lineStart - blockStart,
                false,
                detail);
    }
}
