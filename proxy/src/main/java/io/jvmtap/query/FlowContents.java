package io.jvmtap.query;

import io.jvmtap.flow.Direction;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** What lies behind a row, fetched when a filter asks for it. Used by one thread. */
public interface FlowContents {
    /** Knows nothing but the rows themselves. */
    FlowContents NONE = new FlowContents() {
        @Override
        public Heads heads(ExchangeRow row) {
            return Heads.NONE;
        }

        @Override
        public @Nullable ConnectionDetail connection(long number) {
            return null;
        }

        @Override
        public InputStream body(ExchangeRow row, Direction direction) {
            return InputStream.nullInputStream();
        }

        @Override
        public InputStream stream(ConnectionRow row, Direction direction) {
            return InputStream.nullInputStream();
        }
    };

    Heads heads(ExchangeRow row) throws IOException;

    /** Null where its opening was not recorded. */
    @Nullable
    ConnectionDetail connection(long number) throws IOException;

    /** Framing removed, codings kept. */
    InputStream body(ExchangeRow row, Direction direction) throws IOException;

    /** What people said of a row, of whatever kind. */
    default RowNote note(LogRow row) throws IOException {
        return RowNote.NONE;
    }

    /** What no dissector could read. */
    InputStream stream(ConnectionRow row, Direction direction) throws IOException;
}
