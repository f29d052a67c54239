package io.jvmtap.har;

import java.util.Locale;

/**
 * A URL taken apart, as it is written.
 *
 * @param target path and query; fragments are never sent
 */
record HarUrl(String scheme, String host, int port, String target) {
    /** @throws IllegalArgumentException if it names no host */
    static HarUrl of(String url) {
        int scheme = url.indexOf("://");
        if (scheme <= 0) {
            throw new IllegalArgumentException("'" + url + "' is no URL");
        }
        String name = url.substring(0, scheme).toLowerCase(Locale.ROOT);
        String rest = url.substring(scheme + 3);
        int end = 0;
        while (end < rest.length() && "/?#".indexOf(rest.charAt(end)) < 0) {
            end++;
        }
        String authority = rest.substring(rest.lastIndexOf('@', Math.max(0, end - 1)) + 1, end);
        String target = rest.substring(end);
        int fragment = target.indexOf('#');
        target = fragment < 0 ? target : target.substring(0, fragment);
        int bracket = authority.indexOf(']');
        int colon = authority.indexOf(':', Math.max(0, bracket));
        String host = colon < 0 ? authority : authority.substring(0, colon);
        host = bracket > 0 ? host.substring(1, host.length() - 1) : host;
        if (host.isEmpty()) {
            throw new IllegalArgumentException("'" + url + "' names no host");
        }
        boolean plain = name.equals("http") || name.equals("ws");
        int port = plain ? 80 : 443;
        if (colon >= 0) {
            port = Integer.parseInt(authority.substring(colon + 1));
        }
        return new HarUrl(name, host, port, target.startsWith("/") ? target : "/" + target);
    }
}
