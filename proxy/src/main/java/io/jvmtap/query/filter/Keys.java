package io.jvmtap.query.filter;

import io.jvmtap.query.filter.Operators.Operator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The {@code key:value} of browsers' developer tools. A key that is none of these makes a plain word, such as a URL. */
final class Keys {
    private static final Map<String, Operator> NAMED = new HashMap<>();

    static {
        exactly("method", TextField.METHOD);
        exactly("scheme", TextField.SCHEME);
        exactly("mime-type", TextField.MIME_TYPE);
        exactly("resource-type", TextField.RESOURCE_TYPE);
        exactly("has-response-header", TextField.RESPONSE_HEADER_NAME);
        exactly("has-request-header", TextField.REQUEST_HEADER_NAME);
        exactly("cookie-name", TextField.COOKIE_NAME);
        exactly("cookie-value", TextField.COOKIE_VALUE);
        exactly("set-cookie-name", TextField.SET_COOKIE_NAME);
        exactly("set-cookie-value", TextField.SET_COOKIE_VALUE);
        glob("domain", TextField.HOST);
        glob("set-cookie-domain", TextField.SET_COOKIE_DOMAIN);
        containing("url", TextField.URL);
        containing("response-header-set-cookie", TextField.SET_COOKIE);
        NAMED.put("status-code", Operator.text("a status", Quantity::status));
        NAMED.put("larger-than", Operator.text("a size, such as 100k", Quantity::responseLargerThan));
        NAMED.put("is", Operator.text("running", Keys::is));
        // What only a browser knows: its store of cookies, its cache, its page.
        for (String name : List.of("cookie-domain", "cookie-path", "priority", "mixed-content", "has-overrides")) {
            NAMED.put(name, Operator.never("a value"));
        }
    }

    private Keys() {}

    static @Nullable Operator named(String key) {
        return NAMED.get(key.toLowerCase(Locale.ROOT));
    }

    private static void exactly(String key, TextField field) {
        NAMED.put(key, Operator.text("a value", value -> new Filter.Matches(field, Regex.exactly(value))));
    }

    private static void glob(String key, TextField field) {
        NAMED.put(key, Operator.text("a name", value -> new Filter.Matches(field, Regex.glob(value))));
    }

    private static void containing(String key, TextField field) {
        NAMED.put(key, Operator.text("a text", value -> new Filter.Matches(field, Regex.containing(value))));
    }

    private static Filter is(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "running" -> new Filter.Is(Kind.RUNNING);
            case "from-cache", "service-worker-initiated", "service-worker-intercepted" -> new Filter.Is(Kind.NONE);
            default ->
                throw new IllegalArgumentException("a row can be asked whether it is:running, and for nothing else");
        };
    }

    /** Whether an argument that begins with a dash is a filter, not options: {@code -method:GET}. */
    static boolean negated(String argument) {
        int colon = argument.indexOf(':');
        return argument.startsWith("-") && colon > 1 && named(argument.substring(1, colon)) != null;
    }
}
