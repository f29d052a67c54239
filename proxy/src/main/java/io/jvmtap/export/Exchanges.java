package io.jvmtap.export;

import io.jvmtap.query.ExchangeDetail;
import io.jvmtap.query.ExchangeRow;
import io.jvmtap.query.LogRow;
import io.jvmtap.query.RowFilter;
import io.jvmtap.record.CaptureReader;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Rows of a capture given to something that may fail. */
final class Exchanges {
    interface Taker<T> {
        void take(T row) throws IOException;
    }

    private Exchanges() {}

    static void each(CaptureReader reader, RowFilter filter, Taker<ExchangeDetail> taker) throws IOException {
        rows(reader, filter, row -> {
            if (row instanceof ExchangeRow exchange) {
                taker.take(reader.detail(exchange));
            }
        });
    }

    static void rows(CaptureReader reader, RowFilter filter, Taker<LogRow> taker) throws IOException {
        try {
            reader.rows(filter, row -> {
                try {
                    taker.take(row);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
