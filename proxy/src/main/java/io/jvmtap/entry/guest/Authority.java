package io.jvmtap.entry.guest;

import org.jspecify.annotations.Nullable;

/**
 * Host and port as a URI writes them (RFC 3986 section 3.2).
 *
 * @param host without brackets
 * @param port 1-65535
 */
public record Authority(String host, int port) {
    private static final int HIGHEST_PORT = 65_535;

    /**
     * @param otherwise the port where none is given; 0 if there must be one
     * @return null if that is no authority
     */
    public static @Nullable Authority of(String text, int otherwise) {
        int bracket = text.lastIndexOf(']');
        int colon = text.lastIndexOf(':');
        boolean ported = colon > bracket;
        String host = ported ? text.substring(0, colon) : text;
        int port = ported && colon < text.length() - 1 ? port(text.substring(colon + 1)) : otherwise;
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        } else if (host.indexOf(':') >= 0) {
            return null;
        }
        boolean clean = host.chars().allMatch(c -> c > ' ' && c < 0x7F && "/?#@[]\\".indexOf(c) < 0);
        return port == 0 || host.isEmpty() || !clean ? null : new Authority(host, port);
    }

    private static int port(String digits) {
        if (digits.length() > 5 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return 0;
        }
        int port = Integer.parseInt(digits);
        return port > HIGHEST_PORT ? 0 : port;
    }

    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
