package io.jvmtap.record;

import io.jvmtap.flow.Header;
import io.jvmtap.json.JsonReader;
import io.jvmtap.json.JsonWriter;
import io.jvmtap.query.Heads;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists that stand in one column, as JSON arrays of strings: exact, and within reach of SQLite's own JSON functions. */
final class JsonColumns {
    private JsonColumns() {}

    static String strings(List<String> strings) {
        StringBuilder text = new StringBuilder();
        JsonWriter json = new JsonWriter(text).beginArray();
        strings.forEach(json::value);
        json.endArray();
        return text.toString();
    }

    static String addresses(List<InetAddress> addresses) {
        return strings(addresses.stream().map(InetAddress::getHostAddress).toList());
    }

    /** Name and value in turn: {@code ["Host","a.example","Accept","*"]}. */
    static String headers(List<Header> headers) {
        StringBuilder text = new StringBuilder(64 * headers.size() + 2);
        JsonWriter json = new JsonWriter(text).beginArray();
        for (Header header : headers) {
            json.value(header.name()).value(header.value());
        }
        json.endArray();
        return text.toString();
    }

    /** Null for an empty section, which most trailers are. */
    static @Nullable String headersOrNull(List<Header> headers) {
        return headers.isEmpty() ? null : headers(headers);
    }

    /** One array each, opened by status and reason: {@code [["103","Early Hints","Link","</a>"]]}; null for none. */
    static @Nullable String interims(List<Heads.Interim> interims) {
        if (interims.isEmpty()) {
            return null;
        }
        StringBuilder text = new StringBuilder();
        JsonWriter json = new JsonWriter(text).beginArray();
        for (Heads.Interim interim : interims) {
            json.beginArray().value(Integer.toString(interim.status())).value(interim.reason());
            for (Header header : interim.headers()) {
                json.value(header.name()).value(header.value());
            }
            json.endArray();
        }
        json.endArray();
        return text.toString();
    }

    /** @throws IllegalArgumentException if the text is not what {@link #headers(List)} writes */
    static List<Header> headers(@Nullable String text) {
        return text == null ? List.of() : pairs(JsonReader.strings(text), 0);
    }

    /** @throws IllegalArgumentException if the text is not what {@link #interims(List)} writes */
    static List<Heads.Interim> interims(@Nullable String text) {
        List<Heads.Interim> interims = new ArrayList<>();
        if (text != null && JsonReader.read(text) instanceof List<?> list) {
            for (Object interim : list) {
                List<String> strings = JsonReader.strings(interim);
                if (strings.size() < 2) {
                    throw new IllegalArgumentException("an interim answer without status");
                }
                interims.add(new Heads.Interim(Integer.parseInt(strings.get(0)), strings.get(1), pairs(strings, 2)));
            }
        }
        return interims;
    }

    private static List<Header> pairs(List<String> strings, int from) {
        List<Header> headers = new ArrayList<>(strings.size() / 2);
        for (int i = from; i + 1 < strings.size(); i += 2) {
            headers.add(new Header(strings.get(i), strings.get(i + 1)));
        }
        return headers;
    }
}
