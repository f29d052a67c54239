package io.jvmtap.query;

import io.jvmtap.flow.Header;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Names and values out of queries, forms and cookies. */
public final class Forms {
    private Forms() {}

    /** The fields of {@code a=1&b=2}, decoded. */
    public static List<Header> fields(String form) {
        List<Header> fields = new ArrayList<>();
        for (String field : form.split("&", -1)) {
            int equals = field.indexOf('=');
            if (!field.isEmpty()) {
                fields.add(new Header(
                        decode(equals < 0 ? field : field.substring(0, equals)),
                        equals < 0 ? "" : decode(field.substring(equals + 1))));
            }
        }
        return fields;
    }

    /** The query of a URL or target, without the question mark; empty where there is none. */
    public static String query(String url) {
        int query = url.indexOf('?');
        int fragment = url.indexOf('#', query + 1);
        return query < 0 ? "" : url.substring(query + 1, fragment < 0 ? url.length() : fragment);
    }

    /** The cookies of a Cookie field (RFC 6265 section 4.2.1). */
    public static List<Header> cookies(String value) {
        List<Header> cookies = new ArrayList<>();
        for (String pair : value.split(";", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                cookies.add(new Header(
                        pair.substring(0, equals).strip(),
                        pair.substring(equals + 1).strip()));
            }
        }
        return cookies;
    }

    /** What is not properly encoded stays as it is. */
    public static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
