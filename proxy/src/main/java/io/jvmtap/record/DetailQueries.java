package io.jvmtap.record;

import io.jvmtap.flow.ClientCertificate;
import io.jvmtap.flow.Direction;
import io.jvmtap.flow.Stamp;
import io.jvmtap.flow.TlsAnswer;
import io.jvmtap.flow.TlsOffer;
import io.jvmtap.flow.TlsSession;
import io.jvmtap.query.ConnectionDetail;
import io.jvmtap.query.ConnectionRow;
import io.jvmtap.query.ExchangeDetail;
import io.jvmtap.query.ExchangeRow;
import io.jvmtap.query.HandshakeDetail;
import io.jvmtap.query.Heads;
import io.jvmtap.query.Lookup;
import io.jvmtap.query.Verdict;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The questions about one flow. */
final class DetailQueries {
    private static final String HEADS = "SELECT request, request_trailers, interims, response, response_trailers"
            + " FROM heads WHERE exchange = ?";
    private static final String CONNECTION = "SELECT program, addresses, upstream_address, upstream_port,"
            + " upstream_after, lost_bytes, (SELECT min(id) FROM exchanges WHERE connection = connections.id)"
            + " FROM connections WHERE id = ?";
    private static final String HANDSHAKES = "SELECT side, started_at, started_nanos, took, protocol, cipher_suite,"
            + " alpn, server_name, resumed, chain, fault_code, fault_scope, fault_detail,"
            + " answer, client_certificate"
            + " FROM handshakes WHERE connection = ? ORDER BY id";
    private static final String OFFER =
            "SELECT versions, cipher_suites, key_groups, signature_schemes, alpn, server_name,"
                    + " ja3, ja4 FROM client_hellos JOIN offers ON offers.id = client_hellos.offer"
                    + " WHERE connection = ? ORDER BY client_hellos.id DESC LIMIT 1";
    private static final String VERDICTS =
            "SELECT at, nanos, judge, failure FROM verdicts WHERE connection = ? ORDER BY id";
    private static final String LOOKUP = "SELECT at, nanos, name, original, given, took, thread, failure FROM lookups"
            + " WHERE name = ? AND program = ? AND at <= ? ORDER BY id DESC LIMIT 1";

    private final Connection database;
    /** Kept, for a search looks at the heads of every exchange. */
    private @Nullable PreparedStatement heads;

    DetailQueries(Connection database) {
        this.database = database;
    }

    ExchangeDetail exchange(ExchangeRow row, @Nullable ConnectionDetail connection) throws SQLException {
        if (heads == null) {
            heads = database.prepareStatement(HEADS);
        }
        heads.setLong(1, row.number());
        try (ResultSet result = heads.executeQuery()) {
            return new ExchangeDetail(row, result.next() ? heads(new Fields(result)) : Heads.NONE, connection);
        } catch (IllegalArgumentException e) {
            throw new SQLException("damaged headers of exchange " + row.number(), e);
        }
    }

    private static Heads heads(Fields fields) throws SQLException {
        return new Heads(
                JsonColumns.headers(fields.textOrNull()),
                JsonColumns.headers(fields.textOrNull()),
                JsonColumns.interims(fields.textOrNull()),
                JsonColumns.headers(fields.textOrNull()),
                JsonColumns.headers(fields.textOrNull()));
    }

    ConnectionDetail connection(ConnectionRow row) throws SQLException {
        try (PreparedStatement statement = database.prepareStatement(CONNECTION)) {
            statement.setLong(1, row.number());
            ResultSet rows = statement.executeQuery();
            if (!rows.next()) {
                throw new SQLException("connection " + row.number() + " is gone");
            }
            Fields fields = new Fields(rows);
            String program = fields.text();
            List<String> addresses = fields.strings();
            String upstream = fields.textOrNull();
            int port = fields.small();
            long upstreamAfter = fields.numberOrNone();
            long lost = fields.number();
            long firstExchange = fields.number();
            return new ConnectionDetail(
                    row,
                    program,
                    addresses,
                    upstream,
                    port,
                    upstreamAfter,
                    offer(row.number()),
                    handshakes(row.number()),
                    verdicts(row.number()),
                    lookup(row, program),
                    firstExchange,
                    lost);
        }
    }

    private List<HandshakeDetail> handshakes(long connection) throws SQLException {
        List<HandshakeDetail> handshakes = new ArrayList<>();
        try (PreparedStatement statement = database.prepareStatement(HANDSHAKES)) {
            statement.setLong(1, connection);
            ResultSet rows = statement.executeQuery();
            while (rows.next()) {
                Fields fields = new Fields(rows);
                Direction side = Direction.valueOf(fields.text());
                Stamp started = fields.stamp();
                long took = fields.number();
                TlsSession session = session(fields);
                handshakes.add(new HandshakeDetail(
                        side,
                        started,
                        took,
                        session,
                        fields.fault(),
                        answer(fields.strings()),
                        clientCertificate(fields.text())));
            }
        }
        return handshakes;
    }

    private static @Nullable TlsAnswer answer(List<String> columns) {
        return columns.size() < 5
                ? null
                : new TlsAnswer(
                        columns.get(0),
                        columns.get(1),
                        columns.get(2).isEmpty() ? null : columns.get(2),
                        columns.get(3).isEmpty() ? null : columns.get(3),
                        !columns.get(4).isEmpty());
    }

    private static ClientCertificate clientCertificate(String name) throws SQLException {
        try {
            return name.isEmpty() ? ClientCertificate.NOT_ASKED : ClientCertificate.valueOf(name);
        } catch (IllegalArgumentException e) {
            throw new SQLException("unknown state of a client certificate: " + name, e);
        }
    }

    private @Nullable TlsOffer offer(long connection) throws SQLException {
        try (PreparedStatement statement = database.prepareStatement(OFFER)) {
            statement.setLong(1, connection);
            ResultSet row = statement.executeQuery();
            if (!row.next()) {
                return null;
            }
            Fields fields = new Fields(row);
            return new TlsOffer(
                    fields.strings(),
                    fields.strings(),
                    fields.strings(),
                    fields.strings(),
                    fields.strings(),
                    fields.textOrNull(),
                    fields.text(),
                    fields.text());
        }
    }

    private @Nullable TlsSession session(Fields fields) throws SQLException {
        String protocol = fields.textOrNull();
        String suite = fields.text();
        String alpn = fields.textOrNull();
        String serverName = fields.textOrNull();
        boolean resumed = fields.flag();
        List<String> chain = fields.strings();
        return protocol == null
                ? null
                : new TlsSession(protocol, suite, alpn, serverName, resumed, certificates(chain));
    }

    private List<byte[]> certificates(List<String> ids) throws SQLException {
        List<byte[]> chain = new ArrayList<>();
        try (PreparedStatement statement = database.prepareStatement("SELECT der FROM certificates WHERE sha256 = ?")) {
            for (String id : ids) {
                statement.setString(1, id);
                try (ResultSet row = statement.executeQuery()) {
                    if (row.next()) {
                        chain.add(new Fields(row).bytes());
                    }
                }
            }
        }
        return chain;
    }

    private List<Verdict> verdicts(long connection) throws SQLException {
        List<Verdict> verdicts = new ArrayList<>();
        try (PreparedStatement statement = database.prepareStatement(VERDICTS)) {
            statement.setLong(1, connection);
            ResultSet rows = statement.executeQuery();
            while (rows.next()) {
                Fields fields = new Fields(rows);
                verdicts.add(new Verdict(fields.stamp(), fields.text(), fields.textOrNull()));
            }
        }
        return verdicts;
    }

    private @Nullable Lookup lookup(ConnectionRow connection, String program) throws SQLException {
        try (PreparedStatement statement = database.prepareStatement(LOOKUP)) {
            statement.setString(1, connection.host());
            statement.setString(2, program);
            statement.setLong(3, connection.started().epochMicros());
            ResultSet row = statement.executeQuery();
            if (!row.next()) {
                return null;
            }
            Fields fields = new Fields(row);
            return new Lookup(
                    fields.stamp(),
                    fields.text(),
                    fields.strings(),
                    fields.strings(),
                    fields.number(),
                    fields.text(),
                    fields.textOrNull());
        }
    }
}
