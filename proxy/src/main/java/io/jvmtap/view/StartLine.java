package io.jvmtap.view;

import io.jvmtap.query.ExchangeRow;

/** First lines of messages (RFC 9112 sections 3 and 4); for HTTP/2 what they would be. */
final class StartLine {
    private StartLine() {}

    static String request(ExchangeRow row) {
        return row.method() + " " + row.target() + " " + row.requestVersion();
    }

    static String response(ExchangeRow row) {
        String reason = row.reason() == null ? "" : row.reason();
        return row.responseVersion() + " " + row.status() + (reason.isEmpty() ? "" : " " + reason);
    }
}
