package io.jvmtap.dissect;

import io.jvmtap.flow.Direction;
import io.jvmtap.flow.Fault;
import io.jvmtap.flow.Stamp;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a copy of one connection's decrypted bytes and emits flow events. Used by one thread at a time.
 *
 * <p>Calls come as {@code on* (end OUT | end IN)* closed}: bytes may still come one way after the other has ended, and
 * {@code closed} is always last. When bytes are not of its protocol a dissector ends its open exchanges with a
 * {@link Fault} and answers {@code false}: from those bytes on the connection is recorded as a stream.
 */
public interface Dissector {
    /** The most bytes one event carries, so that queues of events are bounded by bytes as well as by number. */
    int MAX_PIECE = 64 * 1024;

    /**
     * Bytes that passed, in either direction, cut anywhere.
     *
     * @param bytes read-only, valid during the call only; the position is moved past what was read
     * @return false to give the connection up: all exchanges have ended, bytes kept from earlier calls and not yet told
     *     of have been emitted as segments, and what follows the position of {@code bytes} is streamed by the caller
     */
    boolean on(Direction direction, ByteBuffer bytes, Stamp at);

    /** One side said in an orderly way that it sends no more. */
    void end(Direction direction, Stamp at);

    /**
     * The connection is over; every open exchange must end now.
     *
     * @param fault what ended it, null for an orderly end
     */
    void closed(Stamp at, @Nullable Fault fault);
}
