package io.jvmtap.dissect.http2;

import io.jvmtap.flow.Header;
import java.util.List;

/** The fields that a number can stand for: the static table, then the dynamic one (RFC 7541 section 2.3). */
final class HpackTable {
    /** What a table may hold before anybody says otherwise (RFC 9113 section 6.5.2). */
    static final int USUAL_SIZE = 4096;

    /**
     * The largest dynamic table that we keep. Browsers and servers use 4 to 64 KiB; a peer that is allowed more than
     * this, and uses it, is not read further.
     */
    static final int MAX_SIZE = 1024 * 1024;

    /** What each entry counts beside its bytes (RFC 7541 section 4.1). */
    static final int OVERHEAD = 32;

    /** RFC 7541 appendix A. */
    private static final List<Header> STATIC = List.of(
            field(":authority", ""),
            field(":method", "GET"),
            field(":method", "POST"),
            field(":path", "/"),
            field(":path", "/index.html"),
            field(":scheme", "http"),
            field(":scheme", "https"),
            field(":status", "200"),
            field(":status", "204"),
            field(":status", "206"),
            field(":status", "304"),
            field(":status", "400"),
            field(":status", "404"),
            field(":status", "500"),
            field("accept-charset", ""),
            field("accept-encoding", "gzip, deflate"),
            field("accept-language", ""),
            field("accept-ranges", ""),
            field("accept", ""),
            field("access-control-allow-origin", ""),
            field("age", ""),
            field("allow", ""),
            field("authorization", ""),
            field("cache-control", ""),
            field("content-disposition", ""),
            field("content-encoding", ""),
            field("content-language", ""),
            field("content-length", ""),
            field("content-location", ""),
            field("content-range", ""),
            field("content-type", ""),
            field("cookie", ""),
            field("date", ""),
            field("etag", ""),
            field("expect", ""),
            field("expires", ""),
            field("from", ""),
            field("host", ""),
            field("if-match", ""),
            field("if-modified-since", ""),
            field("if-none-match", ""),
            field("if-range", ""),
            field("if-unmodified-since", ""),
            field("last-modified", ""),
            field("link", ""),
            field("location", ""),
            field("max-forwards", ""),
            field("proxy-authenticate", ""),
            field("proxy-authorization", ""),
            field("range", ""),
            field("referer", ""),
            field("refresh", ""),
            field("retry-after", ""),
            field("server", ""),
            field("set-cookie", ""),
            field("strict-transport-security", ""),
            field("transfer-encoding", ""),
            field("user-agent", ""),
            field("vary", ""),
            field("via", ""),
            field("www-authenticate", ""));

    /** A ring: the newest entry stands at {@link #newest}, older ones behind it. */
    private Header[] ring = {};

    private int newest;
    private int count;
    private int size;
    private int maxSize = USUAL_SIZE;

    Header get(int index) throws NotHttp2 {
        if (index >= 1 && index <= STATIC.size()) {
            return STATIC.get(index - 1);
        }
        int behind = index - STATIC.size() - 1;
        if (behind < 0 || behind >= count) {
            throw new NotHttp2("a header field with the number " + index + ", which nothing has");
        }
        return ring[(newest + behind) % ring.length];
    }

    /** Adds as many as fit; one that is larger than the table empties it (RFC 7541 section 4.4). */
    void add(Header field) {
        int own = size(field);
        evict(maxSize - own);
        if (own > maxSize) {
            return;
        }
        if (count == ring.length) {
            Header[] larger = new Header[Math.max(16, 2 * count)];
            for (int i = 0; i < count; i++) {
                larger[i] = ring[(newest + i) % ring.length];
            }
            ring = larger;
            newest = 0;
        }
        newest = (newest + ring.length - 1) % ring.length;
        ring[newest] = field;
        count++;
        size += own;
    }

    void resize(int bytes) throws NotHttp2 {
        if (bytes > MAX_SIZE) {
            throw new NotHttp2("a table of header fields of " + bytes + " bytes is more than we keep");
        }
        maxSize = bytes;
        evict(bytes);
    }

    static int size(Header field) {
        return field.name().length() + field.value().length() + OVERHEAD;
    }

    /** Forgets the oldest until no more than this is left. */
    private void evict(int bytes) {
        while (count > 0 && size > bytes) {
            int oldest = (newest + count - 1) % ring.length;
            size -= size(ring[oldest]);
            ring[oldest] = STATIC.get(0);
            count--;
        }
    }

    private static Header field(String name, String value) {
        return new Header(name, value);
    }
}
