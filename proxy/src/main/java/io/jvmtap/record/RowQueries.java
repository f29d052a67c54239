package io.jvmtap.record;

import io.jvmtap.flow.Stamp;
import io.jvmtap.grpc.GrpcStatus;
import io.jvmtap.query.BypassRow;
import io.jvmtap.query.ConnectionRow;
import io.jvmtap.query.ExchangeRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The log's questions. Each answer is read to its end at once, so no transaction outlives a call. */
final class RowQueries {
    private static final String EXCHANGE = "SELECT e.id, e.connection, e.started_at, e.started_nanos, e.protocol,"
            + " e.request_head_after, e.request_end_after, e.response_head_after, e.response_end_after, e.ended_after,"
            + " e.method, e.scheme, e.host, e.port, e.target, e.request_version, e.status, e.reason, e.response_version,"
            + " h.response, h.response_trailers,"
            + " e.request_body, e.request_wire, e.request_cut, e.response_body, e.response_wire, e.response_cut, e.lost_bytes, e.messages,"
            + " e.fault_code, e.fault_scope, e.fault_detail, c.pid, coalesce(k.thread, c.thread),"
            + " coalesce(s.frames, c.frames), c.label, c.route"
            + " FROM exchanges e LEFT JOIN connections c ON c.id = e.connection"
            + " LEFT JOIN callers k ON k.exchange = e.id LEFT JOIN call_sites s ON s.id = k.site"
            // Header sections that a row is made of: of gRPC alone, whose status stands there.
            + " LEFT JOIN heads h ON h.exchange = e.id AND h.response LIKE '%\"application/grpc%'";
    private static final String CONNECTION = "SELECT id, started_at, started_nanos, host, port, pid, thread, frames,"
            + " label, route, closed_after, bytes_out, bytes_in, exchanges, opaque, cut_bytes,"
            + " fault_code, fault_scope, fault_detail FROM connections c";
    private static final String BYPASS = "SELECT id, at, nanos, program, host, port, thread, reason FROM bypasses b";
    /** The same choice as {@link ConnectionRow#listed}. */
    static final String LISTED = "(opaque OR exchanges = 0 AND (fault_code IS NOT NULL OR closed_after IS NOT NULL))";

    private interface Reading<T> {
        T read(Fields fields) throws SQLException;
    }

    private final Connection database;

    RowQueries(Connection database) {
        this.database = database;
    }

    List<ExchangeRow> exchangesAfter(long number, int most) throws SQLException {
        return list(EXCHANGE + " WHERE e.id > ? ORDER BY e.id LIMIT ?", RowQueries::exchange, number, most);
    }

    List<ExchangeRow> exchangesBefore(long number, int most) throws SQLException {
        return list(EXCHANGE + " WHERE e.id < ? ORDER BY e.id DESC LIMIT ?", RowQueries::exchange, number, most);
    }

    /**
     * Those that meet a condition, after a number or before it.
     *
     * @param host of this host alone, found by its index; null for all
     */
    List<ExchangeRow> exchanges(
            boolean forwards, long number, int most, FilterSql.Condition condition, @Nullable String host)
            throws SQLException {
        List<Object> values = new ArrayList<>();
        values.add(number);
        if (host != null) {
            values.add(host);
        }
        values.addAll(condition.values());
        values.add(most);
        // The plus keeps SQLite from reading a table by an index other than the one we mean.
        return list(
                EXCHANGE + " WHERE e.id " + (forwards ? ">" : "<") + " ?" + (host == null ? "" : " AND e.host = ?")
                        + " AND " + (host == null ? condition.sql().replace("e.host", "+e.host") : condition.sql())
                        + " ORDER BY e.id" + (forwards ? "" : " DESC") + " LIMIT ?",
                RowQueries::exchange,
                values.toArray());
    }

    List<ExchangeRow> exchangesOf(long connection, long after, int most) throws SQLException {
        return list(
                EXCHANGE + " WHERE e.connection = ? AND e.id > ? ORDER BY e.id LIMIT ?",
                RowQueries::exchange,
                connection,
                after,
                most);
    }

    List<ExchangeRow> exchangesChanged(long batch, long until) throws SQLException {
        return list(EXCHANGE + " WHERE e.batch > ? AND e.batch <= ? ORDER BY e.id", RowQueries::exchange, batch, until);
    }

    @Nullable
    ExchangeRow exchange(long number) throws SQLException {
        return first(list(EXCHANGE + " WHERE e.id = ?", RowQueries::exchange, number));
    }

    List<ConnectionRow> connectionsAfter(long number, int most) throws SQLException {
        return list(
                CONNECTION + " WHERE c.id > ? AND " + LISTED + " ORDER BY c.id LIMIT ?",
                RowQueries::connection,
                number,
                most);
    }

    List<ConnectionRow> connectionsBefore(long number, int most) throws SQLException {
        return list(
                CONNECTION + " WHERE c.id < ? AND " + LISTED + " ORDER BY c.id DESC LIMIT ?",
                RowQueries::connection,
                number,
                most);
    }

    List<ConnectionRow> connectionsChanged(long batch, long until) throws SQLException {
        return list(
                CONNECTION + " WHERE c.batch > ? AND c.batch <= ? AND " + LISTED + " ORDER BY c.id",
                RowQueries::connection,
                batch,
                until);
    }

    List<BypassRow> bypassesAfter(long number, int most) throws SQLException {
        return list(BYPASS + " WHERE b.id > ? ORDER BY b.id LIMIT ?", RowQueries::bypass, number, most);
    }

    List<BypassRow> bypassesBefore(long number, int most) throws SQLException {
        return list(BYPASS + " WHERE b.id < ? ORDER BY b.id DESC LIMIT ?", RowQueries::bypass, number, most);
    }

    long lastBatch() throws SQLException {
        return CaptureDatabase.number(
                database,
                "SELECT max(coalesce((SELECT max(batch) FROM exchanges), 0),"
                        + " coalesce((SELECT max(batch) FROM connections), 0))");
    }

    private static ExchangeRow exchange(Fields fields) throws SQLException {
        long number = fields.number();
        long connection = fields.number();
        Stamp started = fields.stamp();
        String protocol = fields.text();
        ExchangeRow.Timeline timeline = new ExchangeRow.Timeline(
                fields.numberOrNone(),
                fields.numberOrNone(),
                fields.numberOrNone(),
                fields.numberOrNone(),
                fields.numberOrNone());
        return new ExchangeRow(
                number,
                connection,
                started,
                protocol,
                timeline,
                fields.textOrNull(),
                fields.textOrNull(),
                fields.text(),
                fields.small(),
                fields.textOrNull(),
                fields.textOrNull(),
                fields.smallOrNull(),
                fields.textOrNull(),
                fields.textOrNull(),
                grpc(number, fields.textOrNull(), fields.textOrNull()),
                new ExchangeRow.Size(fields.number(), fields.numberOrNone(), fields.number()),
                new ExchangeRow.Size(fields.number(), fields.numberOrNone(), fields.number()),
                fields.number(),
                fields.number(),
                fields.fault(),
                fields.cause());
    }

    private static @Nullable GrpcStatus grpc(long number, @Nullable String response, @Nullable String trailers)
            throws SQLException {
        try {
            return response == null
                    ? null
                    : GrpcStatus.of(JsonColumns.headers(response), JsonColumns.headers(trailers));
        } catch (IllegalArgumentException e) {
            throw new SQLException("damaged headers of exchange " + number, e);
        }
    }

    static ConnectionRow connection(Fields fields) throws SQLException {
        return new ConnectionRow(
                fields.number(),
                fields.stamp(),
                fields.text(),
                fields.small(),
                fields.cause(),
                fields.numberOrNone(),
                fields.number(),
                fields.number(),
                fields.number(),
                fields.flag(),
                fields.number(),
                fields.fault());
    }

    @Nullable
    ConnectionRow connection(long number) throws SQLException {
        return first(list(CONNECTION + " WHERE c.id = ?", RowQueries::connection, number));
    }

    private static BypassRow bypass(Fields fields) throws SQLException {
        long number = fields.number();
        Stamp at = fields.stamp();
        return new BypassRow(number, at, fields.text(), fields.text(), fields.small(), fields.text(), fields.text());
    }

    private <T> List<T> list(String sql, Reading<T> reading, Object... values) throws SQLException {
        try (PreparedStatement statement = database.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            List<T> list = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    list.add(reading.read(new Fields(rows)));
                }
            }
            return list;
        }
    }

    private static <T> @Nullable T first(List<T> list) {
        return list.isEmpty() ? null : list.get(0);
    }
}
