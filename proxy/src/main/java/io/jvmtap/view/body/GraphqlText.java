package io.jvmtap.view.body;

import io.jvmtap.json.JsonReader;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A GraphQL request sent as JSON (graphql.org, "Serving over HTTP"): the document as it was written, then its variables. */
public final class GraphqlText {
    private GraphqlText() {}

    /** Null where the JSON is no GraphQL request. */
    public static @Nullable String of(String json) {
        Object value;
        try {
            value = JsonReader.read(json);
        } catch (IllegalArgumentException e) {
            return null;
        }
        if (!(value instanceof Map<?, ?> request)
                || !(request.get("query") instanceof String document)
                || document.indexOf('{') < 0) {
            return null;
        }
        StringBuilder out = new StringBuilder();
        Object name = request.get("operationName");
        if (name != null) {
            out.append("# operation: ").append(name).append('\n');
        }
        out.append(document.strip()).append('\n');
        Object variables = request.get("variables");
        if (variables instanceof Map<?, ?> map && !map.isEmpty()) {
            Indented laidOut = new Indented();
            write(variables, laidOut);
            out.append("\n# variables\n").append(laidOut).append('\n');
        }
        return out.toString();
    }

    private static void write(@Nullable Object value, Indented out) {
        if (value instanceof Map<?, ?> map) {
            out.open('{');
            map.forEach((key, each) -> {
                out.string(String.valueOf(key));
                out.key();
                write(each, out);
            });
            out.close('}');
        } else if (value instanceof List<?> list) {
            out.open('[');
            list.forEach(each -> write(each, out));
            out.close(']');
        } else if (value instanceof String string) {
            out.string(string);
        } else {
            out.raw(String.valueOf(value));
        }
    }
}
