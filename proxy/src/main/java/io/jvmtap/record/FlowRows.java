package io.jvmtap.record;

import io.jvmtap.flow.Cause;
import io.jvmtap.flow.FlowEvent;
import io.jvmtap.query.ConnectionRow;
import io.jvmtap.query.ExchangeRow;
import io.jvmtap.query.Heads;
import io.jvmtap.query.OpenConnection;
import io.jvmtap.query.OpenExchange;
import java.net.InetAddress;
import java.sql.Connection;
import java.sql.SQLException;

/** Writes the rows of connections and exchanges, each whole, as they stand at the end of a batch. */
final class FlowRows {
    private static final String CONNECTION =
            "id, batch, program, started_at, started_nanos, host, port, addresses, pid,"
                    + " thread, frames, label, route, upstream_address, upstream_port, upstream_after, closed_after, bytes_out,"
                    + " bytes_in, exchanges, opaque, cut_bytes, lost_bytes, fault_code, fault_scope, fault_detail";
    private static final String EXCHANGE = "id, batch, connection, protocol, started_at, started_nanos,"
            + " request_head_after, request_end_after, response_head_after, response_end_after, ended_after, method,"
            + " scheme, host, port, target, request_version, status, reason, response_version, request_body,"
            + " request_wire, response_body, response_wire, request_cut, response_cut, lost_bytes, messages, fault_code, fault_scope, fault_detail";

    private static final String HEADS = "exchange, request, request_trailers, interims, response, response_trailers";

    private final Insert connections;
    private final Insert exchanges;
    private final Insert heads;

    FlowRows(Connection database) throws SQLException {
        connections = new Insert(database, "INSERT OR REPLACE", "connections", CONNECTION);
        exchanges = new Insert(database, "INSERT OR REPLACE", "exchanges", EXCHANGE);
        heads = new Insert(database, "INSERT OR REPLACE", "heads", HEADS);
    }

    void write(OpenConnection connection, long batch) throws SQLException {
        connections.reset();
        FlowEvent.ConnectionOpened opened = connection.opened();
        ConnectionRow row = connection.row();
        Cause cause = row.cause();
        InetAddress upstream = connection.upstream();
        connections
                .set(row.number())
                .set(batch)
                .set(opened.program())
                .set(row.started())
                .set(row.host())
                .set(row.port())
                .set(JsonColumns.addresses(opened.destination().addresses()))
                .set(cause.pid())
                .set(cause.thread())
                .set(JsonColumns.strings(cause.frames()))
                .set(cause.label())
                .set(cause.route());
        if (upstream == null) {
            connections.empty().empty();
        } else {
            connections.set(upstream.getHostAddress()).set(connection.upstreamPort());
        }
        connections
                .setUnlessNegative(connection.upstreamAfter())
                .setUnlessNegative(row.closedAfter())
                .set(row.bytesOut())
                .set(row.bytesIn())
                .set(row.exchanges())
                .set(row.opaque() ? 1 : 0)
                .set(row.cutBytes())
                .set(connection.lostBytes())
                .set(row.fault())
                .run();
    }

    void write(OpenExchange exchange, long batch) throws SQLException {
        exchanges.reset();
        ExchangeRow row = exchange.row();
        ExchangeRow.Timeline timeline = row.timeline();
        exchanges
                .set(row.number())
                .set(batch)
                .set(row.connection())
                .set(row.protocol())
                .set(row.started())
                .setUnlessNegative(timeline.requestHead())
                .setUnlessNegative(timeline.requestEnd())
                .setUnlessNegative(timeline.responseHead())
                .setUnlessNegative(timeline.responseEnd())
                .setUnlessNegative(timeline.ended())
                .set(row.method())
                .set(row.scheme())
                .set(row.host())
                .set(row.port())
                .set(row.target())
                .set(row.requestVersion())
                .set(row.status())
                .set(row.reason())
                .set(row.responseVersion())
                .set(row.request().body())
                .setUnlessNegative(row.request().wire())
                .set(row.response().body())
                .setUnlessNegative(row.response().wire())
                .set(row.request().cut())
                .set(row.response().cut())
                .set(row.lostBytes())
                .set(row.messages())
                .set(row.fault())
                .run();
    }

    void writeHeads(OpenExchange exchange) throws SQLException {
        heads.reset();
        Heads sections = exchange.heads();
        heads.set(exchange.number())
                .set(JsonColumns.headers(sections.request()))
                .set(JsonColumns.headersOrNull(sections.requestTrailers()))
                .set(JsonColumns.interims(sections.interims()))
                .set(JsonColumns.headers(sections.response()))
                .set(JsonColumns.headersOrNull(sections.responseTrailers()))
                .run();
    }
}
