package io.jvmtap.cli;

import io.jvmtap.entry.guest.Authority;
import io.jvmtap.relay.WayOut;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads the URL of a proxy that leads out, and keeps its credentials from where other users of the machine can see them. */
final class ViaUrl {
    private static final String EXAMPLE = "give http://HOST:PORT or socks5://HOST:PORT";

    private ViaUrl() {}

    /**
     * @param argument of the command line, which every user can read: without credentials
     * @param variable of the environment, which counts where there is no argument
     * @param credentials file with {@code USER:PASSWORD}
     * @return null for no proxy
     * @throws CommandFailure if they cannot be used
     */
    static @Nullable WayOut wayOut(
            @Nullable String argument,
            @Nullable String variable,
            @Nullable Path credentials,
            Predicate<String> direct) {
        String url = argument != null ? argument : variable == null || variable.isBlank() ? null : variable;
        if (url == null) {
            if (credentials != null) {
                throw new CommandFailure("--via-credentials without a proxy", EXAMPLE + " with --via");
            }
            return null;
        }
        int scheme = url.indexOf("://");
        WayOut.Kind kind = scheme < 0 ? null : kind(url.substring(0, scheme));
        int at = url.lastIndexOf('@');
        String written = url.substring(Math.max(at, scheme + 2) + 1).replaceFirst("/$", "");
        Authority host = Authority.of(written, 0);
        if (kind == null || host == null) {
            // Not the URL itself: it may hold a password.
            throw new CommandFailure("cannot reach servers through '" + written + "'", EXAMPLE);
        }
        if (at > scheme && argument != null) {
            throw new CommandFailure(
                    "every user of this machine can see a password in --via",
                    "put USER:PASSWORD into a file for --via-credentials, or the whole URL into JVMTAP_VIA");
        }
        String login = at > scheme ? url.substring(scheme + 3, at) : null;
        String user = login == null ? null : decoded(login, true);
        String password = login == null ? null : decoded(login, false);
        if (credentials != null) {
            String line = firstLine(credentials);
            int colon = line.indexOf(':');
            user = colon < 0 ? line : line.substring(0, colon);
            password = colon < 0 ? "" : line.substring(colon + 1);
        }
        return new WayOut(kind, host.host(), host.port(), user, password, direct);
    }

    private static WayOut.@Nullable Kind kind(String scheme) {
        return switch (scheme.toLowerCase(Locale.ROOT)) {
            case "http" -> WayOut.Kind.HTTP;
            case "socks5", "socks5h", "socks" -> WayOut.Kind.SOCKS5;
            default -> null;
        };
    }

    /** RFC 3986 section 2.1; a plus sign is one. */
    private static String decoded(String login, boolean first) {
        int colon = login.indexOf(':');
        String part =
                first ? (colon < 0 ? login : login.substring(0, colon)) : colon < 0 ? "" : login.substring(colon + 1);
        try {
            return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure("the proxy's credentials have a % that is no escape", "write %25 for it", e);
        }
    }

    private static String firstLine(Path file) {
        try {
            return Files.readString(file).lines().findFirst().orElse("").strip();
        } catch (IOException e) {
            throw new CommandFailure(
                    "cannot read " + file + ": " + e.getMessage(),
                    "give --via-credentials a file with USER:PASSWORD",
                    e);
        }
    }
}
