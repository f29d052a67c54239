package io.jvmtap.dissect.http2;

import io.jvmtap.flow.Header;
import java.util.List;

/** Control data that HTTP/2 sends as fields whose names open with a colon (RFC 9113 section 8.3). */
final class Pseudo {
    static final String METHOD = ":method";
    static final String SCHEME = ":scheme";
    static final String AUTHORITY = ":authority";
    static final String PATH = ":path";
    static final String STATUS = ":status";

    private Pseudo() {}

    /** @return empty where there is none */
    static String value(List<Header> fields, String name) {
        for (Header field : fields) {
            if (field.name().equals(name)) {
                return field.value();
            }
        }
        return "";
    }

    /** What HTTP/1.1 would have in its request line; a plain CONNECT names an authority alone (section 8.5). */
    static String target(List<Header> fields) {
        String path = value(fields, PATH);
        return path.isEmpty() && value(fields, METHOD).equals("CONNECT") ? value(fields, AUTHORITY) : path;
    }

    /** @return 0 where it is none of 100 to 999 */
    static int status(List<Header> fields) {
        String value = value(fields, STATUS);
        boolean digits = value.length() == 3 && value.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits && value.charAt(0) != '0' ? Integer.parseInt(value) : 0;
    }
}
