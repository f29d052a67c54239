package io.jvmtap.query;

import io.jvmtap.flow.Header;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything about one exchange but its bodies.
 *
 * @param interims answers before the final one, in order
 * @param connection null where its opening was not recorded
 */
public record ExchangeDetail(
        ExchangeRow row,
        List<Header> requestHeaders,
        List<Header> requestTrailers,
        List<Interim> interims,
        List<Header> responseHeaders,
        List<Header> responseTrailers,
        @Nullable ConnectionDetail connection) {

    /** A 1xx answer (RFC 9110 section 15.2). */
    public record Interim(int status, String reason, List<Header> headers) {
        public Interim {
            headers = List.copyOf(headers);
        }
    }

    public ExchangeDetail {
        requestHeaders = List.copyOf(requestHeaders);
        requestTrailers = List.copyOf(requestTrailers);
        interims = List.copyOf(interims);
        responseHeaders = List.copyOf(responseHeaders);
        responseTrailers = List.copyOf(responseTrailers);
    }

    /** The first value of a field in a list of headers, names compared without case; null where there is none. */
    public static @Nullable String first(List<Header> headers, String name) {
        for (Header header : headers) {
            if (header.name().equalsIgnoreCase(name)) {
                return header.value();
            }
        }
        return null;
    }
}
