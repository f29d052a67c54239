package io.jvmtap.dissect;

import io.jvmtap.flow.Fault;
import io.jvmtap.flow.FlowEvent.BodyChunk;
import io.jvmtap.flow.FlowSink;
import org.jspecify.annotations.Nullable;

/** Cuts the body of one direction into messages. Keeps no message, only where it began. Used by one thread at a time. */
public interface MessageCutter {
    /**
     * Reads a piece of the body, passes it on, framing of its own removed if it has any, and tells of the messages that
     * end in it.
     *
     * @return false where this is not of the format after all: all of the piece has been passed on, and this is not
     *     called again
     */
    boolean read(BodyChunk piece, FlowSink out);

    /** What went wrong with the messages of this body, given that no more comes; null for nothing. */
    default @Nullable Fault fault() {
        return null;
    }
}
