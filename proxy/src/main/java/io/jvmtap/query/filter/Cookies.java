package io.jvmtap.query.filter;

import io.jvmtap.flow.Header;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Parts of cookies, as headers carry them (RFC 6265 section 4). */
final class Cookies {
    private Cookies() {}

    /** Of each Set-Cookie line the field, where it has it. */
    static List<String> set(TextField field, List<Header> response) {
        List<String> found = new ArrayList<>();
        for (Header header : response) {
            if (header.name().equalsIgnoreCase("set-cookie")) {
                String[] parts = header.value().split(";", -1);
                switch (field) {
                    case SET_COOKIE -> found.add(header.value());
                    case SET_COOKIE_NAME -> found.add(name(parts[0]));
                    case SET_COOKIE_VALUE -> found.add(value(parts[0]));
                    default -> domain(parts, found);
                }
            }
        }
        return found;
    }

    /** Names or values of the cookies that a request carries. */
    static List<String> sent(TextField field, List<Header> request) {
        List<String> found = new ArrayList<>();
        for (Header header : request) {
            if (header.name().equalsIgnoreCase("cookie")) {
                for (String pair : header.value().split(";", -1)) {
                    found.add(field == TextField.COOKIE_NAME ? name(pair) : value(pair));
                }
            }
        }
        return found;
    }

    private static void domain(String[] parts, List<String> found) {
        for (int i = 1; i < parts.length; i++) {
            if (name(parts[i]).toLowerCase(Locale.ROOT).equals("domain")) {
                String domain = value(parts[i]);
                found.add(domain.startsWith(".") ? domain.substring(1) : domain);
            }
        }
    }

    private static String name(String pair) {
        int equals = pair.indexOf('=');
        return (equals < 0 ? pair : pair.substring(0, equals)).strip();
    }

    private static String value(String pair) {
        return pair.substring(pair.indexOf('=') + 1).strip();
    }
}
