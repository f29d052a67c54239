package io.jvmtap.dissect.http2;

import io.jvmtap.flow.Direction;
import io.jvmtap.flow.Fault;
import org.jspecify.annotations.Nullable;

/** What is known of one stream while it is open. */
final class OpenStream {
    final int id;
    final long exchange;
    /** Whether no more of the request will come. */
    boolean requestOver;
    /** Whether the final response's head has come. */
    boolean answered;
    /** Whether no more of the response will come. */
    boolean responseOver;
    /** What spoiled it without ending it. */
    @Nullable
    Fault fault;

    private long wireOut;
    private long wireIn;

    OpenStream(int id, long exchange) {
        this.id = id;
        this.exchange = exchange;
    }

    boolean over(Direction direction) {
        return direction == Direction.OUT ? requestOver : responseOver;
    }

    /** Bytes on the wire, framing included, of this message. */
    long wire(Direction direction) {
        return direction == Direction.OUT ? wireOut : wireIn;
    }

    void addWire(Direction direction, int bytes) {
        if (direction == Direction.OUT) {
            wireOut += bytes;
        } else {
            wireIn += bytes;
        }
    }

    /** An interim answer is a message of its own. */
    void interimOver() {
        wireIn = 0;
    }
}
