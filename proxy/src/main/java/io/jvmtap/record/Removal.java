package io.jvmtap.record;

import io.jvmtap.query.OpenExchange;
import io.jvmtap.query.OpenFlows;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Keeps a capture within its limits: removes the flows that started first, in portions, and gives their space back to the
 * file system. A flow that is open stays, whatever its age. Used by the writer's thread, between its transactions.
 */
final class Removal {
    /** Flows removed in one transaction: some milliseconds. */
    private static final int PORTION = 200;
    /** Having come to the limit, it goes down to this part of it, so that it does not remove with every batch. */
    private static final double REST = 0.95;
    /** Free pages that are left for what comes next, rather than given back and asked for again. */
    private static final int SPARE_PAGES = 1_000;
    /** Pages given back in one go: moving one costs as much as writing it. */
    private static final int MOST_PAGES = 5_000;
    /** Age is looked at no more often than this. */
    private static final long PAUSE_MICROS = TimeUnit.SECONDS.toMicros(1);

    /** What a flow without a body takes, as measured. */
    private static final int ROW_BYTES = 1_000;

    /** Tables whose rows belong to an exchange, by their column {@code exchange}; likewise of connections. */
    private static final List<String> OF_EXCHANGES = List.of("chunks", "heads", "callers", "messages", "notes");

    private static final List<String> OF_CONNECTIONS =
            List.of("segments", "client_hellos", "handshakes", "verdicts", "notes");

    private static final String EXCHANGES = "SELECT id, started_at, connection, request_body + response_body + "
            + ROW_BYTES + " FROM exchanges ORDER BY id LIMIT ?";
    private static final String CONNECTIONS = "SELECT c.id, c.started_at, c.id,"
            + " c.bytes_out + c.bytes_in + " + ROW_BYTES + " FROM connections c WHERE "
            + RowQueries.LISTED + " AND c.exchanges = 0 ORDER BY c.id LIMIT ?";
    private static final String BYPASSES = "DELETE FROM bypasses WHERE id IN (SELECT id FROM"
            + " (SELECT id, at FROM bypasses ORDER BY id LIMIT " + PORTION + ") WHERE at <= ?)";
    /** A lookup explains connections that come long after it, so the last one of its name stays. */
    private static final String LOOKUPS = "DELETE FROM lookups WHERE id IN (SELECT id FROM"
            + " (SELECT id, at, name, program FROM lookups ORDER BY id LIMIT " + PORTION + ") l WHERE at <= ?1"
            + " AND EXISTS (SELECT 1 FROM lookups m WHERE m.name = l.name AND m.program = l.program AND m.id > l.id"
            + " AND m.at <= ?1))";

    private record Flow(boolean exchange, long id, long startedMicros, long connection, long bytes) {}

    private final Connection database;
    private final CaptureLimits limits;
    private final OpenFlows flows;
    private final long pageSize;
    private long lookedMicros = Long.MIN_VALUE;

    Removal(Connection database, CaptureLimits limits, OpenFlows flows) throws SQLException {
        this.database = database;
        this.limits = limits;
        this.flows = flows;
        pageSize = CaptureDatabase.number(database, "PRAGMA page_size");
    }

    /** Removes what is beyond the limits now. */
    void run(long nowMicros) throws SQLException {
        boolean removed = false;
        if (limits.fileBytes() != Long.MAX_VALUE && used() > limits.fileBytes()) {
            long rest = (long) (limits.fileBytes() * REST);
            for (long excess = used() - rest; excess > 0 && portion(Long.MAX_VALUE, excess); excess = used() - rest) {
                removed = true;
            }
        }
        Duration age = limits.age();
        if (age != null && (lookedMicros == Long.MIN_VALUE || nowMicros - lookedMicros >= PAUSE_MICROS)) {
            lookedMicros = nowMicros;
            long oldest = nowMicros - TimeUnit.NANOSECONDS.toMicros(age.toNanos());
            while (portion(oldest, Long.MAX_VALUE)) {
                removed = true;
            }
        }
        if (removed || limits != CaptureLimits.NONE && free() > 2 * SPARE_PAGES) {
            shrink();
        }
    }

    private long used() throws SQLException {
        return (CaptureDatabase.number(database, "PRAGMA page_count") - free()) * pageSize;
    }

    private long free() throws SQLException {
        return CaptureDatabase.number(database, "PRAGMA freelist_count");
    }

    /**
     * Removes the oldest, started before that moment, and no more than it takes to free so many bytes.
     *
     * @return whether there was anything left that may go
     */
    private boolean portion(long beforeMicros, long bytes) throws SQLException {
        List<Flow> oldest = new ArrayList<>();
        long freed = 0;
        for (Flow flow : oldest()) {
            if (flow.startedMicros >= beforeMicros || freed >= bytes) {
                break;
            }
            oldest.add(flow);
            freed += flow.bytes;
        }
        if (oldest.isEmpty()) {
            return false;
        }
        CaptureDatabase.run(database, "BEGIN IMMEDIATE");
        try {
            remove(oldest);
            CaptureDatabase.run(database, "COMMIT");
        } catch (SQLException | RuntimeException e) {
            try {
                CaptureDatabase.run(database, "ROLLBACK");
            } catch (SQLException again) {
                e.addSuppressed(again);
            }
            throw e;
        }
        return true;
    }

    /** Ended flows, by start: exchanges, and connections that no exchange tells of. */
    private List<Flow> oldest() throws SQLException {
        Set<Long> open = new HashSet<>();
        for (OpenExchange exchange : flows.exchanges()) {
            open.add(exchange.number());
        }
        List<Flow> oldest = new ArrayList<>();
        for (Flow flow : list(true, EXCHANGES, PORTION + open.size())) {
            if (!open.contains(flow.id)) {
                oldest.add(flow);
            }
        }
        for (Flow flow : list(false, CONNECTIONS, PORTION + flows.openConnections())) {
            if (flows.connection(flow.id) == null) {
                oldest.add(flow);
            }
        }
        oldest.sort(Comparator.comparingLong(Flow::startedMicros));
        return oldest.subList(0, Math.min(PORTION, oldest.size()));
    }

    private List<Flow> list(boolean exchanges, String sql, int most) throws SQLException {
        List<Flow> list = new ArrayList<>();
        try (PreparedStatement statement = database.prepareStatement(sql)) {
            statement.setInt(1, most);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    list.add(new Flow(exchanges, rows.getLong(1), rows.getLong(2), rows.getLong(3), rows.getLong(4)));
                }
            }
        }
        return list;
    }

    private void remove(List<Flow> oldest) throws SQLException {
        Set<Long> connections = new HashSet<>();
        long exchanges = 0;
        for (Flow flow : oldest) {
            connections.add(flow.connection);
            if (flow.exchange) {
                exchanges++;
            }
        }
        for (String table : OF_EXCHANGES) {
            delete("DELETE FROM " + table + " WHERE exchange = ?", ids(oldest));
        }
        delete("DELETE FROM exchanges WHERE id = ?", ids(oldest));
        List<Long> gone = new ArrayList<>();
        for (long connection : connections) {
            if (flows.connection(connection) == null
                    && CaptureDatabase.number(
                                    database,
                                    "SELECT EXISTS (SELECT 1 FROM exchanges WHERE connection = " + connection + ")")
                            == 0) {
                gone.add(connection);
            }
        }
        for (String table : OF_CONNECTIONS) {
            delete("DELETE FROM " + table + " WHERE connection = ?", gone);
        }
        delete("DELETE FROM connections WHERE id = ?", gone);
        long until = oldest.get(oldest.size() - 1).startedMicros;
        delete(BYPASSES, List.of(until));
        delete(LOOKUPS, List.of(until));
        CaptureMeta.removed(database, exchanges, gone.size(), until);
    }

    private static List<Long> ids(List<Flow> flows) {
        return flows.stream().filter(Flow::exchange).map(Flow::id).toList();
    }

    private void delete(String sql, List<Long> ids) throws SQLException {
        try (PreparedStatement statement = database.prepareStatement(sql)) {
            for (long id : ids) {
                statement.setLong(1, id);
                statement.executeUpdate();
            }
        }
    }

    /** The file itself becomes smaller at the next checkpoint. */
    private void shrink() throws SQLException {
        long excess = free() - SPARE_PAGES;
        if (excess > 0) {
            try (Statement statement = database.createStatement()) {
                // As an update: asked as a query, the driver would take one step of it and stop.
                statement.executeUpdate("PRAGMA incremental_vacuum(" + Math.min(excess, MOST_PAGES) + ")");
            }
        }
    }
}
