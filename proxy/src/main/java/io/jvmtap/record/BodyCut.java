package io.jvmtap.record;

import io.jvmtap.flow.FlowEvent;
import io.jvmtap.query.OpenConnection;
import io.jvmtap.query.OpenExchange;
import io.jvmtap.query.OpenFlows;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Cuts bodies and opaque streams at a limit. Used by one thread. */
final class BodyCut {
    private final OpenFlows flows;
    private final long limit;

    BodyCut(OpenFlows flows, long limit) {
        this.flows = flows;
        this.limit = limit;
    }

    /** What is to be recorded of an event that the flows already know of; null for nothing. */
    @Nullable
    FlowEvent within(FlowEvent event) {
        if (event instanceof FlowEvent.BodyChunk chunk) {
            return chunk(chunk);
        }
        return event instanceof FlowEvent.Segment segment ? segment(segment) : event;
    }

    private @Nullable FlowEvent chunk(FlowEvent.BodyChunk chunk) {
        OpenExchange exchange = flows.exchange(chunk.exchange());
        int excess = exchange == null ? 0 : excess(exchange.body(chunk.direction()), chunk.bytes().length);
        if (exchange == null || excess == 0) {
            return chunk;
        }
        exchange.cut(chunk.direction(), excess);
        byte[] kept = kept(chunk.bytes(), excess);
        return kept.length == 0 ? null : new FlowEvent.BodyChunk(chunk.exchange(), chunk.at(), chunk.direction(), kept);
    }

    private @Nullable FlowEvent segment(FlowEvent.Segment segment) {
        OpenConnection connection = flows.connection(segment.connection());
        int excess = connection == null ? 0 : excess(connection.segments(segment.direction()), segment.bytes().length);
        if (connection == null || excess == 0) {
            return segment;
        }
        connection.cut(excess);
        byte[] kept = kept(segment.bytes(), excess);
        return kept.length == 0
                ? null
                : new FlowEvent.Segment(segment.connection(), segment.at(), segment.direction(), kept);
    }

    /** Of the last bytes of so many, those beyond the limit. */
    private int excess(long all, int last) {
        return (int) Math.min(last, Math.max(0, all - limit));
    }

    private static byte[] kept(byte[] bytes, int excess) {
        return Arrays.copyOf(bytes, bytes.length - excess);
    }
}
