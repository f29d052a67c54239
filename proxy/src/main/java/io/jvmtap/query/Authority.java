package io.jvmtap.query;

import io.jvmtap.flow.Header;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The host and port that a request names (RFC 9110 section 7.2).
 *
 * @param port 0 where the request leaves it to the scheme
 */
record Authority(String host, int port) {
    private static final int HIGHEST_PORT = 65535;

    /** @return what an absolute target says, else the Host header or {@code :authority}, else null */
    static @Nullable Authority of(String target, List<Header> headers) {
        int scheme = target.startsWith("/") ? -1 : target.indexOf("://");
        if (scheme > 0) {
            return parse(target.substring(scheme + 3));
        }
        for (Header header : headers) {
            if (header.name().equalsIgnoreCase("host") || header.name().equals(":authority")) {
                return parse(header.value());
            }
        }
        return null;
    }

    /** Reads {@code [user@]host[:port][/...]}; null where there is no host in it. */
    static @Nullable Authority parse(String text) {
        String authority = text.strip();
        for (int i = 0; i < authority.length(); i++) {
            if ("/?#".indexOf(authority.charAt(i)) >= 0) {
                authority = authority.substring(0, i);
            }
        }
        authority = authority.substring(authority.lastIndexOf('@') + 1);
        int bracket = authority.startsWith("[") ? authority.indexOf(']') : -1;
        int colon = authority.indexOf(':', Math.max(bracket, 0));
        String host = bracket > 0
                ? authority.substring(1, bracket)
                : authority.substring(0, colon < 0 ? authority.length() : colon);
        return host.isEmpty() ? null : new Authority(host, colon < 0 ? 0 : port(authority.substring(colon + 1)));
    }

    private static int port(String digits) {
        try {
            int port = Integer.parseInt(digits);
            return port < 0 || port > HIGHEST_PORT ? 0 : port;
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
