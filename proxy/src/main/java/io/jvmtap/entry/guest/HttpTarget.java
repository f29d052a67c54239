package io.jvmtap.entry.guest;

import org.jspecify.annotations.Nullable;

/**
 * A request line whose target is in absolute form (RFC 9112 section 3.2.2).
 *
 * @param originForm the same line as a server gets it from a client that speaks to it directly (section 3.2.1)
 */
record HttpTarget(String method, Authority authority, String originForm) {
    private static final int HTTP_PORT = 80;
    private static final String SCHEME = "http://";

    /** @return null if the line is another */
    static @Nullable HttpTarget of(String line) {
        int method = line.indexOf(' ');
        int version = line.lastIndexOf(' ');
        if (method < 1 || version <= method || !line.startsWith("HTTP/1.", version + 1)) {
            return null;
        }
        String target = line.substring(method + 1, version);
        if (!target.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return null;
        }
        int end = SCHEME.length();
        while (end < target.length() && "/?#".indexOf(target.charAt(end)) < 0) {
            end++;
        }
        String written = target.substring(SCHEME.length(), end);
        // User information is nothing that a server would be sent (RFC 9110 section 4.2.4).
        Authority authority = Authority.of(written.substring(written.lastIndexOf('@') + 1), HTTP_PORT);
        if (authority == null) {
            return null;
        }
        String path = target.substring(end);
        if (path.isEmpty()) {
            // Section 3.2.4: that is how OPTIONS asks about the server as a whole.
            path = line.startsWith("OPTIONS ") ? "*" : "/";
        } else if (path.charAt(0) != '/') {
            path = "/" + path;
        }
        return new HttpTarget(
                line.substring(0, method), authority, line.substring(0, method + 1) + path + line.substring(version));
    }
}
