package io.jvmtap.dissect.http2;

import io.jvmtap.dissect.Dissector;
import io.jvmtap.dissect.Protocol;
import io.jvmtap.flow.FlowIds;
import io.jvmtap.flow.FlowSink;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** HTTP/2, chosen by ALPN or spoken with prior knowledge (RFC 9113 section 3). */
public final class Http2 implements Protocol {
    /** What the program sends first (RFC 9113 section 3.4). */
    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    static final int PREFACE_LENGTH = PREFACE.length;

    static byte preface(int index) {
        return PREFACE[index];
    }

    @Override
    public String name() {
        return "h2";
    }

    @Override
    public boolean speaks(String alpn) {
        return alpn.equals("h2") || alpn.equals("h2c");
    }

    @Override
    public Match match(ByteBuffer first) {
        int length = Math.min(first.remaining(), PREFACE.length);
        for (int i = 0; i < length; i++) {
            if (first.get(first.position() + i) != PREFACE[i]) {
                return Match.NO_MATCH;
            }
        }
        return length < PREFACE.length ? Match.NEED_MORE : Match.MATCH;
    }

    @Override
    public Dissector open(Opening opening, FlowSink sink, FlowIds ids) {
        return new Http2Dissector(opening, sink, ids);
    }
}
