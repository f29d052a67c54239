package io.jvmtap.dissect.http1;

import io.jvmtap.dissect.Dissector;
import io.jvmtap.dissect.MessageFormat;
import io.jvmtap.dissect.Protocol;
import io.jvmtap.flow.FlowIds;
import io.jvmtap.flow.FlowSink;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** HTTP/1.0 and HTTP/1.1. */
public final class Http1 implements Protocol {
    /** What the path of a request target can open with: origin, asterisk and absolute form (RFC 9112 section 3.2). */
    private static final String TARGET_OPENINGS = "/*hH";

    /** No more than this is looked at: a target can be of any length, and a browser's first line is mostly longer. */
    private static final int LOOKED_AT = 32;

    private final List<MessageFormat> formats;

    public Http1() {
        this(List.of());
    }

    /** @param formats whose bytes may follow a 101 answer; other upgrades make the rest of the connection a stream */
    public Http1(List<MessageFormat> formats) {
        this.formats = List.copyOf(formats);
    }

    @Override
    public String name() {
        return "http/1.1";
    }

    @Override
    public boolean speaks(String alpn) {
        return alpn.equals("http/1.1") || alpn.equals("http/1.0");
    }

    /**
     * Looks for a request line, after empty lines (RFC 9112 section 2.2). One that ends within the bytes looked at must
     * end in a version; of a longer one the method and the opening of the target must do.
     */
    @Override
    public Match match(ByteBuffer first) {
        int length = Math.min(first.remaining(), LOOKED_AT);
        String text = StandardCharsets.ISO_8859_1
                .decode(first.slice(first.position(), length))
                .toString();
        String line = text.substring(leadingLineEnds(text));
        int blank = line.indexOf(' ');
        String method = blank < 0 ? line : line.substring(0, blank);
        if (line.isEmpty() || (blank < 0 && Tokens.isToken(method))) {
            return Match.NEED_MORE;
        }
        if (!Tokens.isToken(method)) {
            return Match.NO_MATCH;
        }
        if (blank + 1 == line.length()) {
            return Match.NEED_MORE;
        }
        if (TARGET_OPENINGS.indexOf(line.charAt(blank + 1)) < 0 && !method.equals("CONNECT")) {
            return Match.NO_MATCH;
        }
        int end = line.indexOf('\n');
        if (end >= 0) {
            return StartLine.isRequest(line.substring(0, end)) ? Match.MATCH : Match.NO_MATCH;
        }
        return length < LOOKED_AT ? Match.NEED_MORE : Match.MATCH;
    }

    private static int leadingLineEnds(String text) {
        int start = 0;
        while (start < text.length() && (text.charAt(start) == '\r' || text.charAt(start) == '\n')) {
            start++;
        }
        return start;
    }

    @Override
    public Dissector open(Opening opening, FlowSink sink, FlowIds ids) {
        return new Http1Dissector(opening, sink, ids, this::follows);
    }

    private boolean follows(String upgrade) {
        return formats.stream().anyMatch(format -> format.follows(upgrade));
    }
}
