package io.jvmtap.har;

import io.jvmtap.flow.Header;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Members of JSON objects as HAR has them, lenient about what is absent or of another type. */
final class HarValue {
    private HarValue() {}

    static Map<?, ?> object(Map<?, ?> json, String name) {
        return json.get(name) instanceof Map<?, ?> map ? map : Map.of();
    }

    static @Nullable String text(Map<?, ?> json, String name) {
        return json.get(name) instanceof String text ? text : null;
    }

    static String text(Map<?, ?> json, String name, String otherwise) {
        String text = text(json, name);
        return text == null ? otherwise : text;
    }

    static long number(Map<?, ?> json, String name, long otherwise) {
        return json.get(name) instanceof Number number ? number.longValue() : otherwise;
    }

    /** Milliseconds as nanoseconds; -1 where HAR says that it does not apply. */
    static long nanos(Map<?, ?> json, String name) {
        double millis = json.get(name) instanceof Number number ? number.doubleValue() : -1;
        return millis < 0 ? -1 : Math.round(millis * 1e6);
    }

    static List<Header> pairs(Map<?, ?> json, String name) {
        List<Header> pairs = new ArrayList<>();
        if (json.get(name) instanceof List<?> list) {
            for (Object each : list) {
                if (each instanceof Map<?, ?> pair) {
                    pairs.add(new Header(text(pair, "name", ""), text(pair, "value", "")));
                }
            }
        }
        return pairs;
    }

    static List<String> strings(Map<?, ?> json, String name) {
        List<String> strings = new ArrayList<>();
        if (json.get(name) instanceof List<?> list) {
            list.forEach(each -> strings.add(String.valueOf(each)));
        }
        return strings;
    }
}
