package io.jvmtap.view;

import io.jvmtap.flow.Header;
import io.jvmtap.query.ExchangeRow;
import java.util.List;

/** First lines of messages (RFC 9112 sections 3 and 4); for HTTP/2 what they would be. */
final class StartLine {
    private StartLine() {}

    /** What HTTP/2 sends as fields (RFC 9113 section 8.3) and is in the first line, or in the URL above it. */
    private static final List<String> SAID = List.of(":method", ":scheme", ":path", ":status");

    static boolean says(Header field) {
        return SAID.contains(field.name());
    }

    static String request(ExchangeRow row) {
        return row.method() + " " + row.target() + " " + row.requestVersion();
    }

    static String response(ExchangeRow row) {
        String reason = row.reason() == null ? "" : row.reason();
        return row.responseVersion() + " " + row.status() + (reason.isEmpty() ? "" : " " + reason);
    }
}
