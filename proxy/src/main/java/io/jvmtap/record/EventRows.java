package io.jvmtap.record;

import io.jvmtap.flow.FlowEvent;
import io.jvmtap.flow.TlsAnswer;
import io.jvmtap.flow.TlsOffer;
import io.jvmtap.flow.TlsSession;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/**
 * Writes what each event adds to the tables that only grow. Visiting answers whether a row was written; the rows of
 * connections and exchanges themselves are those of {@link FlowRows}. Used by one thread, within a transaction.
 */
final class EventRows implements FlowEvent.Visitor<Boolean> {
    /** Carries an {@link SQLException} through the visitor. */
    static final class Failure extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final SQLException reason;

        Failure(SQLException reason) {
            super(reason);
            this.reason = reason;
        }

        SQLException reason() {
            return reason;
        }
    }

    /** Enough of a digest: nobody gains by two call sites that are taken for each other. */
    private static final int SITE_DIGITS = 32;

    private interface Write {
        void run() throws SQLException;
    }

    private final Insert programs;
    private final PreparedStatement programEnds;
    private final Insert lookups;
    private final Insert bypasses;
    private final Insert coverage;
    private final Insert handshakes;
    private final Insert offers;
    private final Insert hellos;
    private final Insert certificates;
    private final Insert verdicts;
    private final Insert callSites;
    private final Insert callers;
    private final Insert chunks;
    private final Insert segments;
    private final Insert messages;

    EventRows(Connection database) throws SQLException {
        programs = new Insert(
                database,
                "INSERT OR REPLACE",
                "programs",
                "id, pid, label, java_version, command, started_at, ended_at");
        programEnds = database.prepareStatement("UPDATE programs SET ended_at = ? WHERE id = ?");
        lookups = new Insert(
                database, "INSERT", "lookups", "program, at, nanos, name, original, given, took, thread, failure");
        bypasses = new Insert(database, "INSERT", "bypasses", "program, at, nanos, host, port, thread, reason");
        coverage = new Insert(
                database,
                "INSERT OR REPLACE",
                "coverage",
                "program, at, hooks, tapped, bypassed, suppressed, untapped, dropped");
        handshakes = new Insert(
                database,
                "INSERT",
                "handshakes",
                "connection, side, started_at, started_nanos, took, protocol, cipher_suite, alpn, server_name, resumed,"
                        + " chain, fault_code, fault_scope, fault_detail, answer, client_certificate");
        offers = new Insert(
                database,
                "INSERT OR IGNORE",
                "offers",
                "id, versions, cipher_suites, key_groups, signature_schemes, alpn, ja3, ja4");
        hellos = new Insert(database, "INSERT", "client_hellos", "connection, at, nanos, server_name, offer");
        certificates = new Insert(database, "INSERT OR IGNORE", "certificates", "sha256, der");
        verdicts = new Insert(database, "INSERT", "verdicts", "connection, at, nanos, judge, failure");
        callSites = new Insert(database, "INSERT OR IGNORE", "call_sites", "id, frames");
        callers = new Insert(database, "INSERT OR REPLACE", "callers", "exchange, at, thread, site");
        chunks = new Insert(database, "INSERT", "chunks", "exchange, direction, at, nanos, bytes");
        segments = new Insert(database, "INSERT", "segments", "connection, direction, at, nanos, bytes");
        messages = new Insert(
                database,
                "INSERT",
                "messages",
                "exchange, direction, kind, started_at, started_nanos, took, position, length, compressed, detail");
    }

    @Override
    public Boolean programStarted(FlowEvent.ProgramStarted event) {
        return write(() -> start(programs)
                .set(event.program())
                .set(event.pid())
                .set(event.label())
                .set(event.javaVersion())
                .set(event.command())
                .set(event.at().epochMicros())
                .empty()
                .run());
    }

    @Override
    public Boolean programEnded(FlowEvent.ProgramEnded event) {
        return write(() -> {
            programEnds.setLong(1, event.at().epochMicros());
            programEnds.setString(2, event.program());
            programEnds.executeUpdate();
        });
    }

    @Override
    public Boolean lookedUp(FlowEvent.LookedUp event) {
        return write(() -> start(lookups)
                .set(event.program())
                .set(event.at())
                .set(event.name())
                .set(JsonColumns.addresses(event.original()))
                .set(JsonColumns.addresses(event.given()))
                .set(event.durationNanos())
                .set(event.thread())
                .set(event.failure())
                .run());
    }

    @Override
    public Boolean bypassed(FlowEvent.Bypassed event) {
        return write(() -> start(bypasses)
                .set(event.program())
                .set(event.at())
                .set(event.host())
                .set(event.port())
                .set(event.thread())
                .set(event.reason())
                .run());
    }

    @Override
    public Boolean coverage(FlowEvent.Coverage event) {
        return write(() -> start(coverage)
                .set(event.program())
                .set(event.at().epochMicros())
                .set(JsonColumns.strings(event.hooks()))
                .set(event.tapped())
                .set(event.bypassed())
                .set(event.suppressedErrors())
                .set(JsonColumns.strings(event.untapped()))
                .set(event.dropped())
                .run());
    }

    @Override
    public Boolean handshake(FlowEvent.Handshake event) {
        return write(() -> {
            start(handshakes)
                    .set(event.connection())
                    .set(event.side().name())
                    .set(event.started())
                    .set(Math.max(0, event.at().nanos() - event.started().nanos()));
            TlsSession session = event.session();
            if (session == null) {
                handshakes.empty().empty().empty().empty().empty().empty();
            } else {
                handshakes
                        .set(session.protocol())
                        .set(session.cipherSuite())
                        .set(session.alpn())
                        .set(session.serverName())
                        .set(session.resumed() ? 1 : 0)
                        .set(JsonColumns.strings(keep(session.chain())));
            }
            TlsAnswer answer = event.answer();
            handshakes
                    .set(event.fault())
                    .set(answer == null ? null : JsonColumns.strings(answer(answer)))
                    .set(event.clientCertificate().name())
                    .run();
        });
    }

    /** What is absent is an empty string. */
    private static List<String> answer(TlsAnswer answer) {
        return List.of(
                answer.protocol(),
                answer.cipherSuite(),
                Objects.requireNonNullElse(answer.group(), ""),
                Objects.requireNonNullElse(answer.signatureScheme(), ""),
                answer.asksCertificate() ? "certificate" : "");
    }

    /** Offers are kept once each: a program makes few. */
    @Override
    public Boolean tlsOffered(FlowEvent.TlsOffered event) {
        return write(() -> {
            TlsOffer offer = event.offer();
            List<String> columns = List.of(
                    JsonColumns.strings(offer.versions()),
                    JsonColumns.strings(offer.cipherSuites()),
                    JsonColumns.strings(offer.groups()),
                    JsonColumns.strings(offer.signatureSchemes()),
                    JsonColumns.strings(offer.alpn()),
                    offer.ja3(),
                    offer.ja4());
            String id = sha256(String.join("\n", columns).getBytes(StandardCharsets.UTF_8))
                    .substring(0, SITE_DIGITS);
            start(offers).set(id);
            for (String column : columns) {
                offers.set(column);
            }
            offers.run();
            start(hellos)
                    .set(event.connection())
                    .set(event.at())
                    .set(offer.serverName())
                    .set(id)
                    .run();
        });
    }

    @Override
    public Boolean trustJudged(FlowEvent.TrustJudged event) {
        return write(() -> start(verdicts)
                .set(event.connection())
                .set(event.at())
                .set(event.judge())
                .set(event.failure())
                .run());
    }

    @Override
    public Boolean segment(FlowEvent.Segment event) {
        return write(() -> start(segments)
                .set(event.connection())
                .set(event.direction().name())
                .set(event.at())
                .set(event.bytes())
                .run());
    }

    @Override
    public Boolean bodyChunk(FlowEvent.BodyChunk event) {
        return write(() -> start(chunks)
                .set(event.exchange())
                .set(event.direction().name())
                .set(event.at())
                .set(event.bytes())
                .run());
    }

    @Override
    public Boolean messageSeen(FlowEvent.MessageSeen event) {
        return write(() -> start(messages)
                .set(event.exchange())
                .set(event.direction().name())
                .set(event.kind().name())
                .set(event.started())
                .set(Math.max(0, event.at().nanos() - event.started().nanos()))
                .setUnlessNegative(event.offset())
                .set(event.length())
                .set(event.compressed() ? 1 : 0)
                .set(event.detail())
                .run());
    }

    /** Frames are kept once each: programs call from few places. */
    @Override
    public Boolean exchangeCaller(FlowEvent.ExchangeCaller event) {
        return write(() -> {
            String frames = JsonColumns.strings(event.frames());
            String site = sha256(frames.getBytes(StandardCharsets.UTF_8)).substring(0, SITE_DIGITS);
            start(callSites).set(site).set(frames).run();
            start(callers)
                    .set(event.exchange())
                    .set(event.at().epochMicros())
                    .set(event.thread())
                    .set(site)
                    .run();
        });
    }

    // ---- events that only change rows of connections and exchanges

    @Override
    public Boolean connectionOpened(FlowEvent.ConnectionOpened event) {
        return false;
    }

    @Override
    public Boolean upstreamConnected(FlowEvent.UpstreamConnected event) {
        return false;
    }

    @Override
    public Boolean upstreamFailed(FlowEvent.UpstreamFailed event) {
        return false;
    }

    @Override
    public Boolean connectionClosed(FlowEvent.ConnectionClosed event) {
        return false;
    }

    @Override
    public Boolean exchangeStarted(FlowEvent.ExchangeStarted event) {
        return false;
    }

    @Override
    public Boolean requestHead(FlowEvent.RequestHead event) {
        return false;
    }

    @Override
    public Boolean interimHead(FlowEvent.InterimHead event) {
        return false;
    }

    @Override
    public Boolean responseHead(FlowEvent.ResponseHead event) {
        return false;
    }

    @Override
    public Boolean trailers(FlowEvent.Trailers event) {
        return false;
    }

    @Override
    public Boolean bodyEnded(FlowEvent.BodyEnded event) {
        return false;
    }

    @Override
    public Boolean exchangeEnded(FlowEvent.ExchangeEnded event) {
        return false;
    }

    /** Keeps certificates once each, under their SHA-256. */
    private List<String> keep(List<byte[]> chain) throws SQLException {
        List<String> ids = new ArrayList<>(chain.size());
        for (byte[] der : chain) {
            String id = sha256(der);
            start(certificates).set(id).set(der).run();
            ids.add(id);
        }
        return ids;
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static Insert start(Insert insert) {
        insert.reset();
        return insert;
    }

    private static Boolean write(Write write) {
        try {
            write.run();
            return true;
        } catch (SQLException e) {
            throw new Failure(e);
        }
    }
}
