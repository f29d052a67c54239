package io.jvmtap.dissect;

import io.jvmtap.flow.FlowIds;
import io.jvmtap.flow.FlowSink;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A protocol that we can read: how to tell it, and a dissector for each connection that speaks it. */
public interface Protocol {
    /** What a look at the first bytes tells. */
    enum Match {
        MATCH,
        NO_MATCH,
        NEED_MORE
    }

    /** Short lower-case name, as the log shows it. */
    String name();

    /** Whether this is the protocol that ALPN (RFC 7301) chose. */
    boolean speaks(String alpn);

    /**
     * Judges the program's first bytes where ALPN says nothing.
     *
     * @param first read-only; its position is not moved
     */
    Match match(ByteBuffer first);

    Dissector open(Opening opening, FlowSink sink, FlowIds ids);

    /**
     * What a dissector is told of its connection.
     *
     * @param connection its number
     * @param tls whether the bytes were encrypted on the wire
     * @param alpn what ALPN chose, null where it was not used
     */
    record Opening(long connection, boolean tls, @Nullable String alpn) {}
}
