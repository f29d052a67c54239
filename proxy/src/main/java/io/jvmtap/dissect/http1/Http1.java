package io.jvmtap.dissect.http1;

import io.jvmtap.dissect.Dissector;
import io.jvmtap.dissect.Protocol;
import io.jvmtap.flow.FlowIds;
import io.jvmtap.flow.FlowSink;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** HTTP/1.0 and HTTP/1.1. */
public final class Http1 implements Protocol {
    /** What the path of a request target can open with: origin, asterisk and absolute form (RFC 9112 section 3.2). */
    private static final String TARGET_OPENINGS = "/*hH";

    /** A line of which this much has come without an end is judged by its opening: a target can be of any length. */
    private static final int LONG_ENOUGH = 32;

    @Override
    public String name() {
        return "http/1.1";
    }

    @Override
    public boolean speaks(String alpn) {
        return alpn.equals("http/1.1") || alpn.equals("http/1.0");
    }

    /**
     * Looks for a request line, after empty lines (RFC 9112 section 2.2). A whole line must end in a version; of a longer
     * one the method and the opening of the target must do.
     */
    @Override
    public Match match(ByteBuffer first) {
        String text = StandardCharsets.ISO_8859_1.decode(first.duplicate()).toString();
        int start = 0;
        while (start < text.length() && (text.charAt(start) == '\r' || text.charAt(start) == '\n')) {
            start++;
        }
        text = text.substring(start);
        int method = text.indexOf(' ');
        if (!Tokens.isToken(method < 0 ? text : text.substring(0, method)) || method > StartLine.MAX_METHOD) {
            return text.isEmpty() ? Match.NEED_MORE : Match.NO_MATCH;
        }
        int end = text.indexOf('\n');
        if (end >= 0) {
            return StartLine.isRequest(text.substring(0, end)) ? Match.MATCH : Match.NO_MATCH;
        }
        if (method < 0 || method + 1 == text.length()) {
            return Match.NEED_MORE;
        }
        boolean plausible = TARGET_OPENINGS.indexOf(text.charAt(method + 1)) >= 0 || text.startsWith("CONNECT ");
        if (!plausible) {
            return Match.NO_MATCH;
        }
        return first.remaining() < LONG_ENOUGH ? Match.NEED_MORE : Match.MATCH;
    }

    @Override
    public Dissector open(Opening opening, FlowSink sink, FlowIds ids) {
        return new Http1Dissector(opening, sink, ids);
    }
}
