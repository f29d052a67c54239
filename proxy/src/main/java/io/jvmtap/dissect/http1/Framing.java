package io.jvmtap.dissect.http1;

import io.jvmtap.flow.Header;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Where the body of a message ends (RFC 9112 section 6.3).
 *
 * @param length bytes of the body, where {@code kind} is LENGTH
 */
record Framing(Kind kind, long length) {
    enum Kind {
        NONE,
        LENGTH,
        CHUNKED,
        UNTIL_CLOSE,
        /** No body, and what follows is not HTTP any more. */
        TUNNEL
    }

    static final Framing NONE = new Framing(Kind.NONE, 0);
    private static final Framing CHUNKED = new Framing(Kind.CHUNKED, 0);
    static final Framing UNTIL_CLOSE = new Framing(Kind.UNTIL_CLOSE, 0);
    private static final Framing TUNNEL = new Framing(Kind.TUNNEL, 0);

    /** Digits that always fit a long; no real body comes near. */
    private static final int MAX_DIGITS = 18;

    static Framing ofRequest(List<Header> headers) throws NotHttp {
        List<String> codings = codings(headers);
        if (!codings.isEmpty()) {
            if (!endsInChunked(codings)) {
                throw new NotHttp("the request's Transfer-Encoding does not end in chunked");
            }
            return CHUNKED;
        }
        List<String> lengths = values(headers, "content-length");
        return lengths.isEmpty() ? NONE : ofLength(lengths);
    }

    /** @param method of the request it answers, empty where unknown */
    static Framing ofResponse(String method, int status, List<Header> headers) throws NotHttp {
        if (status == 101 || (method.equals("CONNECT") && status / 100 == 2)) {
            return TUNNEL;
        }
        if (method.equals("HEAD") || status / 100 == 1 || status == 204 || status == 304) {
            return NONE;
        }
        List<String> codings = codings(headers);
        if (!codings.isEmpty()) {
            return endsInChunked(codings) ? CHUNKED : UNTIL_CLOSE;
        }
        List<String> lengths = values(headers, "content-length");
        return lengths.isEmpty() ? UNTIL_CLOSE : ofLength(lengths);
    }

    /** The same length may be said more than once; different ones leave the end of the body uncertain. */
    private static Framing ofLength(List<String> lengths) throws NotHttp {
        String first = lengths.get(0);
        for (String length : lengths) {
            if (!length.equals(first)) {
                throw new NotHttp("Content-Length differs: " + first + " and " + length);
            }
        }
        if (first.isEmpty() || !first.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new NotHttp("Content-Length is not a number: " + first);
        }
        String digits = first.replaceFirst("^0+(?=.)", "");
        if (digits.length() > MAX_DIGITS) {
            throw new NotHttp("Content-Length is too large: " + first);
        }
        long length = Long.parseLong(digits);
        return length == 0 ? NONE : new Framing(Kind.LENGTH, length);
    }

    private static List<String> codings(List<Header> headers) {
        List<String> codings = values(headers, "transfer-encoding");
        codings.removeIf(coding -> coding.isEmpty() || coding.equals("identity")); // of RFC 2616: it means nothing
        return codings;
    }

    private static boolean endsInChunked(List<String> codings) {
        return codings.get(codings.size() - 1).equals("chunked");
    }

    /** Elements of a list field (RFC 9110 section 5.6.1), lower case, without parameters. */
    private static List<String> values(List<Header> headers, String name) {
        List<String> values = new ArrayList<>();
        for (Header header : headers) {
            if (header.name().strip().equalsIgnoreCase(name)) {
                for (String value : header.value().split(",", -1)) {
                    values.add(value.split(";", 2)[0].strip().toLowerCase(Locale.ROOT));
                }
            }
        }
        return values;
    }
}
