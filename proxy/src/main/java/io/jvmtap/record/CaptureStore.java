package io.jvmtap.record;

import io.jvmtap.flow.FlowEvent;
import io.jvmtap.query.OpenConnection;
import io.jvmtap.query.OpenExchange;
import io.jvmtap.query.OpenFlows;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The database behind {@link CaptureWriter}: one batch of events is one transaction. Rows of flows live in memory until
 * they are on disk, so a batch that fails costs its bytes, but not what is known of the flows. Used by one thread.
 */
final class CaptureStore implements AutoCloseable {
    /** While writing fails, rows that wait for the disk: about 10 MiB; beyond it the oldest are lost. */
    private static final int MOST_UNWRITTEN = 10_000;

    private final Connection database;
    private final EventRows eventRows;
    private final FlowRows flowRows;
    private final Map<Long, OpenConnection> changedConnections = new LinkedHashMap<>();
    private final Map<Long, OpenExchange> changedExchanges = new LinkedHashMap<>();
    private final OpenFlows flows = new OpenFlows(
            connection -> changedConnections.put(connection.opened().connection(), connection),
            exchange -> changedExchanges.put(exchange.number(), exchange));
    private final NumberedIds ids;
    private final BodyCut cut;
    private final Removal removal;
    /** What earlier writers of this capture had lost. */
    private final Losses lostBefore;

    private Losses lostNoted = Losses.NONE;
    private long batch;

    CaptureStore(Path file, String label, long startedMicros, CaptureLimits limits) throws IOException {
        database = CaptureDatabase.write(file);
        try {
            CaptureMeta.begin(file, database, label, startedMicros);
            eventRows = new EventRows(database);
            flowRows = new FlowRows(database);
            batch = Math.max(last("batch", "connections"), last("batch", "exchanges"));
            cut = new BodyCut(flows, limits.bodyBytes());
            removal = new Removal(database, limits, flows);
            lostBefore = CaptureMeta.losses(CaptureMeta.read(database));
            ids = new NumberedIds(last("id", "connections"), last("id", "exchanges"));
        } catch (SQLException | IOException e) {
            try (Connection closing = database) {
                throw e instanceof SQLException sql ? CaptureException.of(file, sql) : (IOException) e;
            } catch (SQLException unclosed) {
                throw CaptureException.of(file, unclosed);
            }
        }
    }

    NumberedIds ids() {
        return ids;
    }

    /** Makes the disk full at so many pages, for tests. */
    void limitPages(int pages) throws SQLException {
        CaptureDatabase.run(database, "PRAGMA max_page_count = " + pages);
    }

    /**
     * Takes note of what the events say of their flows; in memory only, so it cannot fail.
     *
     * @return what is to be written of them: all but what is beyond the limit of a body
     */
    List<FlowEvent> track(List<FlowEvent> events) {
        List<FlowEvent> within = new ArrayList<>(events.size());
        for (FlowEvent event : events) {
            event.accept(flows);
            FlowEvent kept = cut.within(event);
            if (kept != null) {
                within.add(kept);
            }
        }
        return within;
    }

    /** Removes what is beyond the limits of the whole. */
    void trim(long nowMicros) throws SQLException {
        removal.run(nowMicros);
    }

    /** Writes tracked events. Either all of it is on disk afterwards, or nothing. */
    void write(List<FlowEvent> events, Losses losses) throws SQLException {
        batch++;
        CaptureDatabase.run(database, "BEGIN IMMEDIATE");
        try {
            for (FlowEvent event : events) {
                event.accept(eventRows);
            }
            for (OpenConnection connection : changedConnections.values()) {
                flowRows.write(connection, batch);
            }
            for (OpenExchange exchange : changedExchanges.values()) {
                flowRows.write(exchange, batch);
                if (exchange.headsChanged()) {
                    flowRows.writeHeads(exchange);
                }
            }
            note(losses);
            CaptureDatabase.run(database, "COMMIT");
        } catch (EventRows.Failure e) {
            rollback(e.reason());
            throw e.reason();
        } catch (SQLException | RuntimeException e) {
            rollback(e);
            throw e;
        }
        changedConnections.clear();
        changedExchanges.values().forEach(OpenExchange::headsWritten);
        changedExchanges.clear();
    }

    /** Notes in their flows' rows that the bytes of tracked events will never be written. */
    void lose(List<FlowEvent> events) {
        for (FlowEvent event : events) {
            if (event instanceof FlowEvent.BodyChunk chunk) {
                OpenExchange exchange = changedExchanges.get(chunk.exchange());
                if (exchange != null) {
                    exchange.lost(chunk.bytes().length);
                }
            } else if (event instanceof FlowEvent.Segment segment) {
                OpenConnection connection = changedConnections.get(segment.connection());
                if (connection != null) {
                    connection.lost(segment.bytes().length);
                }
            }
        }
        bound(changedConnections);
        bound(changedExchanges);
    }

    /** Notes how it ended and leaves a single file, if nobody else has it open. */
    void finish(long endedMicros, Losses losses) throws SQLException {
        note(losses);
        CaptureMeta.end(database, endedMicros);
        CaptureDatabase.fold(database);
    }

    @Override
    public void close() throws SQLException {
        database.close();
    }

    private long last(String column, String table) throws SQLException {
        return CaptureDatabase.number(database, "SELECT max(" + column + ") FROM " + table);
    }

    private void note(Losses losses) throws SQLException {
        if (!losses.equals(lostNoted)) {
            CaptureMeta.lost(database, lostBefore.plus(losses));
            lostNoted = losses;
        }
    }

    /** Some failures, such as a full disk, have rolled back already; then there is nothing left to do. */
    private void rollback(Exception reason) {
        try {
            CaptureDatabase.run(database, "ROLLBACK");
        } catch (SQLException e) {
            reason.addSuppressed(e);
        }
    }

    private static <T> void bound(Map<Long, T> rows) {
        var oldest = rows.entrySet().iterator();
        for (int excess = rows.size() - MOST_UNWRITTEN; excess > 0; excess--) {
            oldest.next();
            oldest.remove();
        }
    }
}
