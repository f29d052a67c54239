package io.jvmtap.query;

import io.jvmtap.flow.Header;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The header sections of one exchange, each empty until it was seen.
 *
 * @param interims answers before the final one, in order
 */
public record Heads(
        List<Header> request,
        List<Header> requestTrailers,
        List<Interim> interims,
        List<Header> response,
        List<Header> responseTrailers) {
    public static final Heads NONE = new Heads(List.of(), List.of(), List.of(), List.of(), List.of());

    /** A 1xx answer (RFC 9110 section 15.2). */
    public record Interim(int status, String reason, List<Header> headers) {
        public Interim {
            headers = List.copyOf(headers);
        }
    }

    public Heads {
        request = List.copyOf(request);
        requestTrailers = List.copyOf(requestTrailers);
        interims = List.copyOf(interims);
        response = List.copyOf(response);
        responseTrailers = List.copyOf(responseTrailers);
    }

    /** The first value of a field in a header section, names compared without case; null where there is none. */
    public static @Nullable String first(List<Header> section, String name) {
        for (Header header : section) {
            if (header.name().equalsIgnoreCase(name)) {
                return header.value();
            }
        }
        return null;
    }
}
