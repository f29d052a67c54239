package io.jvmtap.dissect;

import io.jvmtap.flow.Direction;
import io.jvmtap.flow.Fault;
import io.jvmtap.flow.FlowEvent;
import io.jvmtap.flow.FlowEvent.BodyChunk;
import io.jvmtap.flow.FlowEvent.ExchangeEnded;
import io.jvmtap.flow.FlowEvent.RequestHead;
import io.jvmtap.flow.FlowEvent.ResponseHead;
import io.jvmtap.flow.FlowSink;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Passes the events of one connection on, and has bodies that consist of messages read on the way. */
final class MessageSink implements FlowSink {
    private final FlowSink sink;
    private final List<MessageFormat> formats;
    private final Map<Long, Bodies> open = new HashMap<>();

    MessageSink(FlowSink sink, List<MessageFormat> formats) {
        this.sink = sink;
        this.formats = formats;
    }

    @Override
    public void emit(FlowEvent event) {
        if (event instanceof BodyChunk chunk) {
            Bodies bodies = open.get(chunk.exchange());
            if (bodies == null) {
                sink.emit(chunk);
            } else {
                bodies.read(chunk);
            }
        } else if (event instanceof RequestHead head) {
            open.put(head.exchange(), new Bodies(head));
            sink.emit(event);
        } else if (event instanceof ResponseHead head) {
            Bodies bodies = open.get(head.exchange());
            if (bodies != null) {
                bodies.response = head;
            }
            sink.emit(event);
        } else if (event instanceof ExchangeEnded ended) {
            Bodies bodies = open.remove(ended.exchange());
            Fault fault = ended.fault() == null && bodies != null ? bodies.fault() : null;
            sink.emit(fault == null ? ended : new ExchangeEnded(ended.exchange(), ended.at(), fault));
        } else {
            sink.emit(event);
        }
    }

    /** The two bodies of an exchange. Whether one has messages is found out when its first bytes come. */
    private final class Bodies {
        private final RequestHead request;
        private @Nullable ResponseHead response;
        private final Body out = new Body();
        private final Body in = new Body();

        Bodies(RequestHead request) {
            this.request = request;
        }

        void read(BodyChunk chunk) {
            Body body = chunk.direction() == Direction.OUT ? out : in;
            if (!body.judged) {
                body.judged = true;
                body.cutter = cutter(chunk.direction());
                body.reading = body.cutter != null;
            }
            MessageCutter cutter = body.cutter;
            if (cutter == null || !body.reading) {
                sink.emit(chunk);
            } else {
                body.reading = cutter.read(chunk, sink);
            }
        }

        private @Nullable MessageCutter cutter(Direction direction) {
            for (MessageFormat format : formats) {
                MessageCutter cutter = format.open(direction, request, response);
                if (cutter != null) {
                    return cutter;
                }
            }
            return null;
        }

        @Nullable
        Fault fault() {
            Fault first = out.cutter == null ? null : out.cutter.fault();
            return first != null || in.cutter == null ? first : in.cutter.fault();
        }
    }

    private static final class Body {
        private boolean judged;
        private @Nullable MessageCutter cutter;
        private boolean reading;
    }
}
