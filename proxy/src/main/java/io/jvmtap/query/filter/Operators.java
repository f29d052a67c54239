package io.jvmtap.query.filter;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The operators that begin with a tilde: those of mitmproxy, then ours. */
final class Operators {
    /** A word by itself. */
    static final Operator WORD = Operator.text("a text", word -> new Filter.Word(word, Regex.of(word)));

    private static final Map<String, Operator> NAMED = new HashMap<>();

    static {
        kinds();
        texts();
        ours();
    }

    private Operators() {}

    interface Maker {
        /** @throws IllegalArgumentException with one line that says why the argument does not fit */
        Filter make(String argument);
    }

    /**
     * @param wants what must follow it; null where nothing does
     * @param number whether that is a number, with a sign before it
     */
    record Operator(@Nullable String wants, boolean number, Maker maker) {
        static Operator of(Kind kind) {
            return new Operator(null, false, argument -> new Filter.Is(kind));
        }

        static Operator text(String wants, Maker maker) {
            return new Operator(wants, false, maker);
        }

        static Operator regex(TextField field) {
            return text("a regular expression", argument -> new Filter.Matches(field, Regex.of(argument)));
        }

        static Operator number(String wants, Maker maker) {
            return new Operator(wants, true, maker);
        }

        /** Accepted, and never true: there is nothing like it in a capture. */
        static Operator never(String wants) {
            return text(wants, argument -> new Filter.Is(Kind.NONE));
        }

        boolean wantsArgument() {
            return wants != null;
        }

        Filter make(String argument) {
            return maker.make(argument);
        }
    }

    static @Nullable Operator named(String name) {
        return NAMED.get(name);
    }

    private static void kinds() {
        NAMED.put("~all", Operator.of(Kind.ALL));
        NAMED.put("~a", Operator.of(Kind.ASSET));
        NAMED.put("~e", Operator.of(Kind.FAILED));
        NAMED.put("~q", Operator.of(Kind.UNANSWERED));
        NAMED.put("~s", Operator.of(Kind.ANSWERED));
        NAMED.put("~http", Operator.of(Kind.EXCHANGE));
        NAMED.put("~tcp", Operator.of(Kind.CONNECTION));
        NAMED.put("~websocket", Operator.of(Kind.WEBSOCKET));
        // A tap in a JVM sees no datagrams, lookups are no rows, and nothing is replayed yet.
        for (String name : List.of("~udp", "~dns", "~replay", "~replayq", "~replays")) {
            NAMED.put(name, Operator.of(Kind.NONE));
        }
        NAMED.put("~marked", Operator.of(Kind.MARKED));
        NAMED.put("~comment", Operator.regex(TextField.COMMENT));
        NAMED.put("~marker", Operator.regex(TextField.MARKER));
    }

    private static void texts() {
        NAMED.put("~u", Operator.regex(TextField.URL));
        NAMED.put("~d", Operator.regex(TextField.HOST));
        NAMED.put("~m", Operator.regex(TextField.METHOD));
        NAMED.put("~h", Operator.regex(TextField.HEADERS));
        NAMED.put("~hq", Operator.regex(TextField.REQUEST_HEADERS));
        NAMED.put("~hs", Operator.regex(TextField.RESPONSE_HEADERS));
        NAMED.put("~b", Operator.regex(TextField.BODY));
        NAMED.put("~bq", Operator.regex(TextField.REQUEST_BODY));
        NAMED.put("~bs", Operator.regex(TextField.RESPONSE_BODY));
        NAMED.put("~t", Operator.regex(TextField.TYPE));
        NAMED.put("~tq", Operator.regex(TextField.REQUEST_TYPE));
        NAMED.put("~ts", Operator.regex(TextField.RESPONSE_TYPE));
        NAMED.put("~src", Operator.regex(TextField.SOURCE));
        NAMED.put("~dst", Operator.regex(TextField.DESTINATION));
        NAMED.put("~meta", Operator.regex(TextField.META));
        NAMED.put("~c", Operator.number("a status, such as 404, 5xx or >=400", Quantity::status));
    }

    private static void ours() {
        NAMED.put("~caller", Operator.regex(TextField.CALLER));
        NAMED.put("~thread", Operator.regex(TextField.THREAD));
        NAMED.put("~proto", Operator.regex(TextField.PROTOCOL));
        NAMED.put("~lookup", Operator.regex(TextField.LOOKUP));
        NAMED.put("~route", Operator.regex(TextField.ROUTE));
        NAMED.put("~target", Operator.regex(TextField.TARGET));
        NAMED.put("~grpc", Operator.regex(TextField.GRPC));
        NAMED.put("~bypass", Operator.of(Kind.BYPASS));
        NAMED.put("~pid", Operator.number("a number", Quantity::pid));
        NAMED.put("~port", Operator.number("a number", Quantity::port));
        NAMED.put("~dur", Operator.number("a duration, such as >500ms", Quantity::duration));
        NAMED.put("~size", Operator.number("a size, such as >1M", Quantity::size));
    }
}
