package io.jvmtap.record;

import io.jvmtap.flow.Direction;
import io.jvmtap.flow.Stamp;
import io.jvmtap.query.BypassRow;
import io.jvmtap.query.ConnectionDetail;
import io.jvmtap.query.ConnectionRow;
import io.jvmtap.query.ExchangeDetail;
import io.jvmtap.query.ExchangeRow;
import io.jvmtap.query.FlowContents;
import io.jvmtap.query.Heads;
import io.jvmtap.query.LogRow;
import io.jvmtap.query.MessageRow;
import io.jvmtap.query.ProgramCoverage;
import io.jvmtap.query.RowFilter;
import io.jvmtap.query.RowNote;
import io.jvmtap.query.filter.Filter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a capture: while another process writes it, after it was closed, or after its writer was killed. Never changes
 * it, and holds no transaction between calls. Used by one thread at a time. Every method throws
 * {@link CaptureException} if the file turns out to be damaged.
 */
public final class CaptureReader implements AutoCloseable {
    /** Batches told at once by {@link #changes}: a few seconds of heavy traffic. */
    private static final long BATCHES = 64;

    /** Bytes that came in one piece; the array is the receiver's. */
    public record Piece(Stamp at, byte[] bytes) {}

    /** Takes bytes in the order in which they came. */
    @FunctionalInterface
    public interface Pieces {
        /** @return false if no more are wanted */
        boolean take(Piece piece) throws IOException;
    }

    /** How far a follower has read; opaque to it. */
    public record Mark(long batch, long bypass) {
        /** The capture's beginning. */
        public static final Mark START = new Mark(0, 0);
    }

    /**
     * Rows that are new or have changed, as they stand now, by start.
     *
     * @param mark from where to go on
     */
    public record Changes(Mark mark, List<LogRow> rows) {
        public Changes {
            rows = List.copyOf(rows);
        }
    }

    private interface Question<T> {
        T ask() throws SQLException, IOException;
    }

    private interface Search<T> {
        @Nullable
        T ask() throws SQLException, IOException;
    }

    private final Path file;
    private final Connection database;
    private final RowQueries rows;
    private final DetailQueries details;
    private final ByteQueries bytes;
    private final FlowContents contents = new Contents();
    /** Read when first asked for. */
    private @Nullable Map<String, RowNote> notes;

    private CaptureReader(Path file, Connection database) {
        this.file = file;
        this.database = database;
        rows = new RowQueries(database);
        details = new DetailQueries(database);
        bytes = new ByteQueries(file, database);
    }

    /** @throws CaptureException if there is no such file, or it is no capture, a newer one, or damaged */
    public static CaptureReader open(Path file) throws IOException {
        return new CaptureReader(file, CaptureDatabase.read(file));
    }

    public Path file() {
        return file;
    }

    /** Counts rows, which takes a moment in a large capture. */
    public CaptureInfo info() throws IOException {
        return answer(() -> {
            Map<String, String> meta = CaptureMeta.read(database);
            return new CaptureInfo(
                    file,
                    meta.getOrDefault("label", ""),
                    CaptureMeta.number(meta, "started_at"),
                    CaptureMeta.state(meta),
                    count("exchanges"),
                    count("connections"),
                    count("bypasses"),
                    CaptureMeta.losses(meta),
                    CaptureMeta.removed(meta));
        });
    }

    /** How much of what each program said was tapped, by their start. */
    public List<ProgramCoverage> coverage() throws IOException {
        return answer(() -> CoverageQueries.all(database));
    }

    /** How it stands with the process that writes it. */
    public CaptureInfo.State state() throws IOException {
        return answer(() -> CaptureMeta.state(CaptureMeta.read(database)));
    }

    /** What was seen but could not be recorded. */
    public Losses losses() throws IOException {
        return answer(() -> CaptureMeta.losses(CaptureMeta.read(database)));
    }

    /** What was recorded once and is here no more. */
    public CaptureInfo.Removed removed() throws IOException {
        return answer(() -> CaptureMeta.removed(CaptureMeta.read(database)));
    }

    /** When the capture was started, in microseconds since the epoch. */
    public long startedMicros() throws IOException {
        return answer(() -> CaptureMeta.number(CaptureMeta.read(database), "started_at"));
    }

    /** Gives every row that the filter lets through, by start. */
    public void rows(RowFilter filter, Consumer<LogRow> taker) throws IOException {
        rows(filter, taker, row -> {});
    }

    /** @param tested is told of each row before the filter is asked, to show how far it has come */
    public void rows(RowFilter filter, Consumer<LogRow> taker, Consumer<LogRow> tested) throws IOException {
        answer(() -> {
            MergedRows all = new MergedRows(true, Integer.MAX_VALUE, sources(true, filter));
            for (LogRow row = all.next(); row != null; row = all.next()) {
                tested.accept(row);
                if (filter.test(row, contents)) {
                    taker.accept(row);
                }
            }
            return true;
        });
    }

    /** The last rows that the filter lets through, by start. */
    public List<LogRow> last(int most, RowFilter filter) throws IOException {
        return last(most, filter, row -> {});
    }

    /** @param tested is told of each row before the filter is asked, latest first */
    public List<LogRow> last(int most, RowFilter filter, Consumer<LogRow> tested) throws IOException {
        return answer(() -> {
            boolean all = filter == RowFilter.ALL || filter == Filter.EVERYTHING;
            MergedRows rows = new MergedRows(false, all ? most : Integer.MAX_VALUE, sources(false, filter));
            List<LogRow> last = new ArrayList<>();
            for (LogRow row = null; last.size() < most && (row = rows.next()) != null; ) {
                tested.accept(row);
                if (filter.test(row, contents)) {
                    last.add(row);
                }
            }
            Collections.reverse(last);
            return last;
        });
    }

    /** Where a filter's rows are to be found: the exchanges of each host that it names, or all of them; and the rest. */
    private MergedRows.Source[] sources(boolean forwards, RowFilter filter) throws SQLException {
        FilterSql.Search search = FilterSql.of(database, filter);
        List<MergedRows.Source> sources = new ArrayList<>();
        if (search.hosts() == null) {
            sources.add((number, most) -> rows.exchanges(forwards, number, most, search.condition(), null));
        } else {
            for (String host : search.hosts()) {
                sources.add((number, most) -> rows.exchanges(forwards, number, most, search.condition(), host));
            }
        }
        sources.add(forwards ? rows::connectionsAfter : rows::connectionsBefore);
        sources.add(forwards ? rows::bypassesAfter : rows::bypassesBefore);
        return sources.toArray(MergedRows.Source[]::new);
    }

    /** The number of the latest exchange, 0 where there is none. */
    public long lastExchange() throws IOException {
        return answer(() -> last("exchanges"));
    }

    /** What people said of a row, as it stood when this was first asked. */
    public RowNote note(LogRow row) throws IOException {
        Map<String, RowNote> known = notes;
        if (known == null) {
            known = answer(() -> CaptureNotes.all(database));
            notes = known;
        }
        return known.getOrDefault(row.id(), RowNote.NONE);
    }

    /** What a filter may ask of rows that came from here. */
    public FlowContents contents() {
        return contents;
    }

    /** Where the capture stands now: {@link #changes} from here on are what is yet to come. */
    public Mark mark() throws IOException {
        return answer(() -> new Mark(rows.lastBatch(), last("bypasses")));
    }

    /**
     * What has changed since the mark. Long spans come in portions: ask again until there are no rows.
     */
    public Changes changes(Mark since) throws IOException {
        return answer(() -> {
            long until = Math.min(rows.lastBatch(), since.batch() + BATCHES);
            List<LogRow> changed = new ArrayList<>(rows.exchangesChanged(since.batch(), until));
            changed.addAll(rows.connectionsChanged(since.batch(), until));
            List<BypassRow> bypasses = rows.bypassesAfter(since.bypass(), MergedRows.PAGE);
            changed.addAll(bypasses);
            changed.sort(Comparator.comparingLong(row -> row.started().epochMicros()));
            long bypass = bypasses.isEmpty()
                    ? since.bypass()
                    : bypasses.get(bypasses.size() - 1).number();
            return new Changes(new Mark(until, bypass), changed);
        });
    }

    /** The exchanges after a number, in order; at most so many. */
    public List<ExchangeRow> exchangesAfter(long number, int most) throws IOException {
        return answer(() -> rows.exchangesAfter(number, most));
    }

    /** The bypassed connections after a number, in order; at most so many. */
    public List<BypassRow> bypassesAfter(long number, int most) throws IOException {
        return answer(() -> rows.bypassesAfter(number, most));
    }

    /** The exchanges of one connection after a number, in order; at most so many. */
    public List<ExchangeRow> exchangesOf(long connection, long number, int most) throws IOException {
        return answer(() -> rows.exchangesOf(connection, number, most));
    }

    /** Null where there is no exchange of this number. */
    public @Nullable ExchangeDetail exchange(long number) throws IOException {
        ExchangeRow row = search(() -> rows.exchange(number));
        return row == null ? null : detail(row);
    }

    /** Everything about an exchange of which the row is known. */
    public ExchangeDetail detail(ExchangeRow row) throws IOException {
        return answer(() -> details.exchange(row, connection(row.connection())));
    }

    /** Null where there is no connection of this number. */
    public @Nullable ConnectionDetail connection(long number) throws IOException {
        return search(() -> {
            ConnectionRow row = rows.connection(number);
            return row == null ? null : details.connection(row);
        });
    }

    /** The messages within an exchange after a number, 0 for all, in the order in which they ended; at most so many. */
    public List<MessageRow> messages(long exchange, long number, int most) throws IOException {
        return answer(() -> MessageQueries.after(database, exchange, number, most));
    }

    /** The body of one direction of an exchange, framing removed, codings kept. Read it before closing this. */
    public InputStream body(long exchange, Direction direction) {
        return bytes.body(exchange, direction).asStream();
    }

    /** The same bytes in the pieces in which they came, with their times. */
    public void pieces(long exchange, Direction direction, Pieces taker) throws IOException {
        give(bytes.body(exchange, direction), taker);
    }

    /** The recorded bytes of one direction of a connection that no dissector could read. */
    public InputStream stream(long connection, Direction direction) {
        return bytes.stream(connection, direction).asStream();
    }

    /** Takes bytes of both directions in the order in which they came. */
    @FunctionalInterface
    public interface Segments {
        /** @return false if no more are wanted */
        boolean take(Direction direction, Piece piece) throws IOException;
    }

    /** The recorded bytes of both directions of a connection that no dissector could read, as they came. */
    public void segments(long connection, Segments taker) throws IOException {
        bytes.segments(connection, taker);
    }

    private static void give(ByteQueries.Pages pages, Pieces taker) throws IOException {
        for (List<Piece> page = pages.next(); !page.isEmpty(); page = pages.next()) {
            for (Piece piece : page) {
                if (!taker.take(piece)) {
                    return;
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        answer(() -> {
            database.close();
            return true;
        });
    }

    private final class Contents implements FlowContents {
        @Override
        public RowNote note(LogRow row) throws IOException {
            return CaptureReader.this.note(row);
        }

        @Override
        public Heads heads(ExchangeRow row) throws IOException {
            return answer(() -> details.exchange(row, null).heads());
        }

        @Override
        public @Nullable ConnectionDetail connection(long number) throws IOException {
            return CaptureReader.this.connection(number);
        }

        @Override
        public InputStream body(ExchangeRow row, Direction direction) {
            return CaptureReader.this.body(row.number(), direction);
        }

        @Override
        public InputStream stream(ConnectionRow row, Direction direction) {
            return CaptureReader.this.stream(row.number(), direction);
        }
    }

    private long count(String table) throws SQLException {
        return CaptureDatabase.number(database, "SELECT count(*) FROM " + table);
    }

    private long last(String table) throws SQLException {
        return CaptureDatabase.number(database, "SELECT max(id) FROM " + table);
    }

    private <T> T answer(Question<T> question) throws IOException {
        try {
            return question.ask();
        } catch (SQLException e) {
            throw CaptureException.of(file, e);
        }
    }

    private <T> @Nullable T search(Search<T> search) throws IOException {
        try {
            return search.ask();
        } catch (SQLException e) {
            throw CaptureException.of(file, e);
        }
    }
}
