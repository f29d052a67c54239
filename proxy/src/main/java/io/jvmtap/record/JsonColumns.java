package io.jvmtap.record;

import io.jvmtap.flow.Header;
import io.jvmtap.json.JsonReader;
import io.jvmtap.json.JsonWriter;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

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

    static List<Header> headers(String text) {
        List<String> strings = JsonReader.strings(text);
        List<Header> headers = new ArrayList<>(strings.size() / 2);
        for (int i = 0; i + 1 < strings.size(); i += 2) {
            headers.add(new Header(strings.get(i), strings.get(i + 1)));
        }
        return headers;
    }
}
