package io.jvmtap.grpc;

import io.jvmtap.flow.Header;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a call ended, which HTTP's own status does not tell: in trailers, or in the head of an answer that is nothing else
 * (the gRPC protocol over HTTP/2, "Responses").
 *
 * @param message for people, decoded; empty where there is none
 */
public record GrpcStatus(int code, String message) {
    private static final String TYPE = "application/grpc";

    private static final List<String> NAMES = List.of(
            "OK",
            "CANCELLED",
            "UNKNOWN",
            "INVALID_ARGUMENT",
            "DEADLINE_EXCEEDED",
            "NOT_FOUND",
            "ALREADY_EXISTS",
            "PERMISSION_DENIED",
            "RESOURCE_EXHAUSTED",
            "FAILED_PRECONDITION",
            "ABORTED",
            "OUT_OF_RANGE",
            "UNIMPLEMENTED",
            "INTERNAL",
            "UNAVAILABLE",
            "DATA_LOSS",
            "UNAUTHENTICATED");

    /** @return null where the answer is none of gRPC, or says no status (yet) */
    public static @Nullable GrpcStatus of(List<Header> response, List<Header> trailers) {
        if (!speaks(value(response, "content-type"))) {
            return null;
        }
        List<Header> section = value(trailers, "grpc-status") != null ? trailers : response;
        String code = value(section, "grpc-status");
        String message = value(section, "grpc-message");
        try {
            return code == null
                    ? null
                    : new GrpcStatus(Integer.parseInt(code.strip()), message == null ? "" : decoded(message));
        } catch (NumberFormatException noStatus) {
            return null;
        }
    }

    /** Whether this Content-Type is gRPC's: {@code application/grpc}, {@code application/grpc+proto}, ... */
    public static boolean speaks(@Nullable String contentType) {
        return contentType != null && contentType.toLowerCase(Locale.ROOT).startsWith(TYPE);
    }

    public boolean ok() {
        return code == 0;
    }

    /** Such as {@code NOT_FOUND}; empty where the code has none. */
    public String name() {
        return code >= 0 && code < NAMES.size() ? NAMES.get(code) : "";
    }

    /** Code and name, as {@code 5 NOT_FOUND}. */
    public String label() {
        return (code + " " + name()).stripTrailing();
    }

    /** Percent-encoded UTF-8; what is not is left as it is, as the protocol wants it. */
    private static String decoded(String message) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(message.length());
        for (int i = 0; i < message.length(); i++) {
            char c = message.charAt(i);
            int high = c == '%' && i + 2 < message.length() ? Character.digit(message.charAt(i + 1), 16) : -1;
            int low = high < 0 ? -1 : Character.digit(message.charAt(i + 2), 16);
            bytes.write(low < 0 ? c : high << 4 | low);
            i += low < 0 ? 0 : 2;
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static @Nullable String value(List<Header> section, String name) {
        for (Header header : section) {
            if (header.name().equalsIgnoreCase(name)) {
                return header.value();
            }
        }
        return null;
    }
}
