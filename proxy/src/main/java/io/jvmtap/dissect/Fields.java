package io.jvmtap.dissect;

import io.jvmtap.flow.Header;
import java.util.List;
import java.util.Locale;

/** What header fields say, whatever protocol they came by. */
public final class Fields {
    private Fields() {}

    /** The values of a field, joined as a list (RFC 9110 section 5.2), in lower case; empty where there is none. */
    public static String list(List<Header> fields, String name) {
        StringBuilder values = new StringBuilder();
        for (Header field : fields) {
            if (field.name().strip().equalsIgnoreCase(name)) {
                values.append(values.isEmpty() ? "" : ",").append(field.value());
            }
        }
        return values.toString().toLowerCase(Locale.ROOT);
    }

    /** Whether a list has an element, which may have parameters. */
    public static boolean has(String list, String element) {
        for (String each : list.split(",", -1)) {
            if (each.split(";", 2)[0].strip().equals(element)) {
                return true;
            }
        }
        return false;
    }

    /** Type and subtype of the content, without parameters, in lower case; empty where nothing is said. */
    public static String contentType(List<Header> fields) {
        return list(fields, "Content-Type").split("[;,]", 2)[0].strip();
    }
}
