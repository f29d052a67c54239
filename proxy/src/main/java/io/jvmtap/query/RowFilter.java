package io.jvmtap.query;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Chooses rows of the log. {@code io.jvmtap.query.filter} makes one of an expression. */
@FunctionalInterface
public interface RowFilter {
    RowFilter ALL = (row, contents) -> true;

    /** @param contents what lies behind the row, for a filter that looks further than the row itself */
    boolean test(LogRow row, FlowContents contents) throws IOException;

    /** Every word must occur in the row's method, host, path or status, whatever the case. */
    static RowFilter words(List<String> words) {
        List<String> wanted = new ArrayList<>();
        for (String word : words) {
            wanted.add(word.toLowerCase(Locale.ROOT));
        }
        return wanted.isEmpty()
                ? ALL
                : (row, contents) -> {
                    String text = text(row).toLowerCase(Locale.ROOT);
                    return wanted.stream().allMatch(text::contains);
                };
    }

    /** What plain words are looked for in. */
    static String text(LogRow row) {
        if (row instanceof ExchangeRow exchange) {
            return exchange.method() + " " + exchange.authority() + (exchange.target() == null ? "" : exchange.target())
                    + " " + (exchange.status() == null ? "" : exchange.status())
                    + (exchange.grpc() == null ? "" : " grpc:" + exchange.grpc().label());
        }
        if (row instanceof ConnectionRow connection) {
            return connection.host() + ":" + connection.port();
        }
        BypassRow bypass = (BypassRow) row;
        return bypass.host() + ":" + bypass.port() + " bypassed";
    }
}
