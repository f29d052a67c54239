package io.jvmtap.hook.boot;

import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.InputStreamReader;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which host names are tapped (WIRE.md section 5). Immutable. A name is judged by itself, not by its address. */
public final class Selection {
    private static final @Nullable String OWN_NAME = ownName();

    private final List<String> include;
    private final List<String> exclude;

    /** @param include globs, none means all */
    public Selection(List<String> include, List<String> exclude) {
        this.include = include;
        this.exclude = exclude;
    }

    /** Globs separated by blanks. */
    static List<String> globs(@Nullable String text) {
        String trimmed = text == null ? "" : text.trim();
        return trimmed.isEmpty() ? Arrays.<String>asList() : Arrays.asList(trimmed.split("\\s+"));
    }

    /** Whether this host name or literal address is tapped. */
    public boolean selects(@Nullable String name) {
        if (name == null || name.isEmpty()) {
            return false;
        }
        String host = normal(name);
        if (host.equals("localhost") || host.endsWith(".localhost") || host.equals(OWN_NAME)) {
            return false;
        }
        return (include.isEmpty() || any(include, host)) && !any(exclude, host);
    }

    /** Why a host that is not selected is not, in words; null where that is nobody's choice, as for this machine itself. */
    @Nullable
    String reasonAgainst(String name) {
        String host = normal(name);
        if (any(exclude, host)) {
            return Untapped.EXCLUDED;
        }
        return include.isEmpty() || any(include, host) ? null : Untapped.NOT_SELECTED;
    }

    /** Lower case, without the dot of the root. */
    static String normal(String name) {
        String host = name.toLowerCase(Locale.ROOT);
        return host.length() > 1 && host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }

    /** Whether the text is an address, for which nothing is looked up: digits and dots, or with a colon. */
    static boolean isLiteral(String host) {
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            if (c == ':') {
                return true;
            }
            if ((c < '0' || c > '9') && c != '.') {
                // An IPv6 literal may start with letters (fe80::1); a name never has a colon.
                return host.indexOf(':') >= 0;
            }
        }
        return true;
    }

    private static boolean any(List<String> globs, String host) {
        for (String glob : globs) {
            if (matches(normal(glob), host)) {
                return true;
            }
        }
        return false;
    }

    /** {@code *} is any run of characters, {@code ?} one; linear in practice, no recursion. */
    static boolean matches(String glob, String host) {
        int g = 0;
        int h = 0;
        int star = -1;
        int mark = 0;
        while (h < host.length()) {
            if (g < glob.length() && glob.charAt(g) == '*') {
                star = g++;
                mark = h;
            } else if (g < glob.length() && (glob.charAt(g) == '?' || glob.charAt(g) == host.charAt(h))) {
                g++;
                h++;
            } else if (star >= 0) {
                g = star + 1;
                h = ++mark;
            } else {
                return false;
            }
        }
        while (g < glob.length() && glob.charAt(g) == '*') {
            g++;
        }
        return g == glob.length();
    }

    /** The machine's own name, without a lookup: {@code InetAddress.getLocalHost()} would be one. */
    private static @Nullable String ownName() {
        try (FileInputStream in = new FileInputStream("/proc/sys/kernel/hostname");
                BufferedReader reader = new BufferedReader(new InputStreamReader(in, Fields.UTF_8))) {
            String line = reader.readLine();
            return line == null ? null : normal(line.trim());
        } catch (Exception noProc) {
            String name = System.getenv("HOSTNAME");
            name = name == null ? System.getenv("COMPUTERNAME") : name;
            return name == null ? null : normal(name);
        }
    }
}
