package io.jvmtap.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Chooses rows of the log. The seam for every filter expression to come. */
@FunctionalInterface
public interface RowFilter {
    RowFilter ALL = row -> true;

    boolean test(LogRow row);

    /** Every word must occur in the row's method, host, path or status, whatever the case. */
    static RowFilter words(List<String> words) {
        List<String> wanted = new ArrayList<>();
        for (String word : words) {
            wanted.add(word.toLowerCase(Locale.ROOT));
        }
        return wanted.isEmpty()
                ? ALL
                : row -> {
                    String text = text(row).toLowerCase(Locale.ROOT);
                    return wanted.stream().allMatch(text::contains);
                };
    }

    private static String text(LogRow row) {
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
