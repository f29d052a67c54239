package io.jvmtap.dissect;

import io.jvmtap.flow.FlowIds;
import io.jvmtap.flow.FlowSink;
import java.nio.ByteBuffer;
import java.util.List;

/** A protocol whose exchanges' bodies are looked at for messages; its dissector knows nothing of that. */
public final class WithMessages implements Protocol {
    private final Protocol protocol;
    private final List<MessageFormat> formats;

    /** @param formats in the order in which they are asked */
    public WithMessages(Protocol protocol, List<MessageFormat> formats) {
        this.protocol = protocol;
        this.formats = List.copyOf(formats);
    }

    @Override
    public String name() {
        return protocol.name();
    }

    @Override
    public boolean speaks(String alpn) {
        return protocol.speaks(alpn);
    }

    @Override
    public Match match(ByteBuffer first) {
        return protocol.match(first);
    }

    @Override
    public Dissector open(Opening opening, FlowSink sink, FlowIds ids) {
        return protocol.open(opening, new MessageSink(sink, formats), ids);
    }
}
