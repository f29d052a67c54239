package io.jvmtap.export;

import io.jvmtap.flow.Direction;
import io.jvmtap.flow.Header;
import io.jvmtap.query.ExchangeDetail;
import io.jvmtap.query.ExchangeRow;
import io.jvmtap.query.Heads;
import io.jvmtap.query.MediaType;
import io.jvmtap.record.CaptureReader;
import io.jvmtap.redact.Redaction;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was said on one connection, as bytes of its TCP stream. */
final class ConversationBytes {
    private final CaptureReader reader;
    private final Redaction redaction;
    private final TcpStream tcp;
    private long last;
    /** Of HTTP/2: the stream of the next exchange; 0 before the first. */
    private int stream;

    ConversationBytes(CaptureReader reader, Redaction redaction, TcpStream tcp, long startedMicros) {
        this.reader = reader;
        this.redaction = redaction;
        this.tcp = tcp;
        last = startedMicros;
    }

    /** Microseconds since the epoch: the latest moment of what was written. */
    long last() {
        return last;
    }

    void opaque(long connection) throws IOException {
        reader.segments(connection, (direction, piece) -> {
            put(piece.at().epochMicros(), direction, piece.bytes(), null);
            return true;
        });
    }

    void exchange(ExchangeRow row) throws IOException {
        if (row.method() == null) {
            return;
        }
        ExchangeDetail recorded = reader.detail(row);
        ExchangeDetail shown = redaction.exchange(recorded);
        boolean http2 = row.protocol().startsWith("h2");
        long started = row.started().epochMicros();
        if (http2 && stream == 0) {
            put(started, Direction.OUT, Http2Bytes.preface(), null);
            put(started, Direction.IN, Http2Bytes.settings(), null);
            stream = 1;
        }
        message(recorded, shown, Direction.OUT, http2);
        for (Heads.Interim interim : shown.heads().interims()) {
            if (!http2) {
                long at = started + Math.max(0, row.timeline().responseHead()) / 1_000;
                put(at, Direction.IN, Http1Bytes.interim(interim), null);
            }
        }
        if (row.status() != null) {
            message(recorded, shown, Direction.IN, http2);
        }
        stream += http2 ? 2 : 0;
    }

    private void message(ExchangeDetail recorded, ExchangeDetail shown, Direction direction, boolean http2)
            throws IOException {
        boolean request = direction == Direction.OUT;
        ExchangeRow row = shown.row();
        Heads heads = shown.heads();
        List<Header> head = request ? heads.request() : heads.response();
        List<Header> trailers = request ? heads.requestTrailers() : heads.responseTrailers();
        ExchangeRow.Size size = request ? row.request() : row.response();
        Payload changed = changed(recorded, direction, size);
        long length = changed != null ? changed.bytes().length : size.cut() > 0 ? size.body() - size.cut() : -1;
        ExchangeRow.Timeline times = row.timeline();
        long headAt = at(row, request ? times.requestHead() : times.responseHead());
        long endAt = at(row, request ? times.requestEnd() : times.responseEnd());
        String comment = row.id() + (request ? " request" : " response") + ", written anew from the record"
                + (changed != null && changed.remark() != null ? "; " + changed.remark() : "")
                + (size.cut() > 0 ? "; " + size.cut() + " bytes at the end of the body were not recorded" : "");
        boolean empty = size.body() == 0 && trailers.isEmpty();
        if (http2) {
            put(headAt, direction, Http2Bytes.headers(stream, head, empty), comment);
        } else {
            byte[] bytes = request ? Http1Bytes.request(row, head, length) : Http1Bytes.response(row, head, length);
            put(headAt, direction, bytes, comment);
        }
        Framing framing = new Framing(direction, http2, !http2 && Http1Bytes.chunked(head));
        if (changed != null) {
            framing.body(endAt, changed.bytes());
        } else if (size.body() > 0) {
            reader.pieces(row.number(), direction, piece -> {
                framing.body(piece.at().epochMicros(), piece.bytes());
                return true;
            });
        }
        boolean ended = (request ? times.requestEnd() : times.responseEnd()) >= 0;
        if (ended && !empty || framing.chunked && ended) {
            framing.end(Math.max(endAt, headAt), trailers);
        }
    }

    /** A body that is not as it was recorded; null where it is. */
    private @Nullable Payload changed(ExchangeDetail recorded, Direction direction, ExchangeRow.Size size)
            throws IOException {
        if (redaction.off() || size.body() == 0) {
            return null;
        }
        if (size.body() > Payload.MOST) {
            Heads heads = recorded.heads();
            MediaType type = MediaType.of(
                    Heads.first(direction == Direction.OUT ? heads.request() : heads.response(), "Content-Type"));
            boolean mayHold = type.json() || type.form();
            return mayHold ? Payload.of(reader, recorded, direction, redaction) : null;
        }
        Payload payload = Payload.of(reader, recorded, direction, redaction);
        return payload.coded() ? null : payload;
    }

    private static long at(ExchangeRow row, long after) {
        long nanos = after >= 0 ? after : Math.max(0, row.timeline().ended());
        return row.started().epochMicros() + nanos / 1_000;
    }

    private void put(long micros, Direction direction, byte[] bytes, @Nullable String comment) throws IOException {
        last = Math.max(last, micros);
        tcp.data(micros, direction, bytes, comment);
    }

    /** How one message's body is packed. */
    private final class Framing {
        private final Direction direction;
        private final boolean http2;
        private final boolean chunked;

        Framing(Direction direction, boolean http2, boolean chunked) {
            this.direction = direction;
            this.http2 = http2;
            this.chunked = chunked;
        }

        void body(long micros, byte[] bytes) throws IOException {
            if (bytes.length > 0) {
                byte[] packed = http2 ? Http2Bytes.data(stream, bytes, false) : bytes;
                put(micros, direction, chunked ? Http1Bytes.chunk(bytes) : packed, null);
            }
        }

        void end(long micros, List<Header> trailers) throws IOException {
            if (http2) {
                byte[] end = trailers.isEmpty()
                        ? Http2Bytes.data(stream, new byte[0], true)
                        : Http2Bytes.headers(stream, trailers, true);
                put(micros, direction, end, null);
            } else if (chunked) {
                put(micros, direction, Http1Bytes.lastChunk(trailers), null);
            }
        }
    }
}
