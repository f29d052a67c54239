package io.jvmtap.query.diagnosis;

import io.jvmtap.flow.ClientCertificate;
import io.jvmtap.flow.Direction;
import io.jvmtap.flow.Fault;
import io.jvmtap.flow.TlsOffer;
import io.jvmtap.flow.TlsSession;
import io.jvmtap.query.ConnectionDetail;
import io.jvmtap.query.HandshakeDetail;
import io.jvmtap.query.Verdict;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Why TLS failed on a connection, in one plain sentence that ends with what would fix it. */
public final class Diagnosis {
    /** By these a client says that it is the certificate that it does not like (RFC 8446 section 6.2). */
    private static final Set<String> ABOUT_CERTIFICATES = Set.of(
            "bad_certificate",
            "unsupported_certificate",
            "certificate_revoked",
            "certificate_expired",
            "certificate_unknown",
            "unknown_ca");

    private final ConnectionDetail connection;
    private final String host;
    private final String peer;

    private Diagnosis(ConnectionDetail connection) {
        this.connection = connection;
        this.host = connection.row().host();
        this.peer = host + ":" + connection.row().port();
    }

    /** @return null where TLS did not fail, or was not spoken */
    public static @Nullable String of(ConnectionDetail connection) {
        return new Diagnosis(connection).sentence();
    }

    private @Nullable String sentence() {
        HandshakeDetail server = handshake(Direction.OUT);
        HandshakeDetail program = handshake(Direction.IN);
        if (server != null && server.fault() != null) {
            return upstream(server, server.fault());
        }
        if (program != null && program.fault() != null) {
            return program(program.fault());
        }
        Fault end = connection.row().fault();
        if (server == null || connection.row().bytesIn() > 0) {
            return null;
        }
        if (end != null && end.code() == Fault.Code.TLS_UPSTREAM_ALERT) {
            return alert(server, end.detail());
        }
        String refused = refusedBy();
        if (refused != null) {
            return refused + " refused the certificate of " + peer + ": " + flaw() + ".";
        }
        return unused(end);
    }

    /** TLS was there, and nothing came over it. */
    private @Nullable String unused(@Nullable Fault end) {
        if (!connection.row().ended()) {
            return null;
        }
        boolean asked = connection.handshakes().stream().anyMatch(Diagnosis::unanswered);
        if (asked) {
            return clientCertificate();
        }
        List<X509Certificate> chain = chain();
        String mismatch = chain.isEmpty() ? null : ChainFlaws.mismatch(chain.get(0), host);
        if (connection.row().bytesOut() == 0 && mismatch != null && end == null) {
            return "The program ended the connection before it sent anything, most likely because of the certificate of "
                    + peer + ": " + mismatch + ".";
        }
        if (connection.row().bytesOut() > 0 || end != null && end.code() == Fault.Code.RESET_BY_SERVER) {
            return "TLS with " + peer + " was agreed on, then the server ended the connection without a byte of answer;"
                    + " look at the server's log, and whether it wants a client certificate or another protocol.";
        }
        return null;
    }

    private String upstream(HandshakeDetail server, Fault fault) {
        return switch (fault.code()) {
            case TLS_UPSTREAM_UNTRUSTED ->
                "jvmtap, which vouches for servers to clients without the agent, refused the" + " certificate of "
                        + peer + ": " + flaw() + " (--trust FILE gives jvmtap another trust store)";
            case TLS_UPSTREAM_ALERT -> alert(server, fault.detail());
            case TLS_UPSTREAM_NOT_TLS ->
                "The server at " + peer + " does not speak TLS on this port: it answered in the" + " clear ("
                        + answered(fault) + "); use the plain protocol (http://) or the server's TLS port.";
            case TLS_UPSTREAM_CLOSED -> closed(server);
            default ->
                mismatchedOr(
                        server,
                        "The TLS handshake with " + peer + " could not be completed: " + fault.detail()
                                + "; look at what was offered and chosen below.");
        };
    }

    private static String answered(Fault fault) {
        int colon = fault.detail().indexOf(": ");
        return colon < 0 ? fault.detail() : fault.detail().substring(colon + 2);
    }

    private String closed(HandshakeDetail server) {
        if (unanswered(server)) {
            return clientCertificate();
        }
        return server.answer() == null
                ? "The server at " + peer
                        + " closed the connection before it answered the ClientHello; check that TLS is"
                        + " spoken on this port, and that no firewall or load balancer drops the connection."
                : "The server at " + peer
                        + " closed the connection after its ServerHello, in the middle of the handshake;"
                        + " look at the server's log for its reason.";
    }

    private String alert(HandshakeDetail server, String alert) {
        String said = "The server at " + peer + " ended the handshake with the alert " + alert + ": ";
        return switch (alert) {
            case "protocol_version" ->
                said + "it speaks none of the versions that the program offered (" + versions()
                        + "); enable a newer version in the program, or the program's on the server.";
            case "unrecognized_name" ->
                said + "it does not know the name " + sni()
                        + " (SNI); check the host name, or add it to the server's configuration.";
            case "no_application_protocol" ->
                said + "it speaks none of the protocols that the program offered by ALPN ("
                        + (connection.offer() == null
                                ? "unknown"
                                : String.join(", ", connection.offer().alpn()))
                        + "); offer one that it speaks.";
            case "insufficient_security" ->
                said + "it wants stronger cipher suites than the program offered; enable them.";
            case "certificate_required" -> clientCertificate();
            case "certificate_unknown",
                    "bad_certificate",
                    "unknown_ca",
                    "certificate_expired",
                    "unsupported_certificate",
                    "access_denied",
                    "certificate_revoked" ->
                given(server)
                        ? said
                                + "it did not accept the client certificate that the program gave; have that issued by an"
                                + " authority that the server trusts."
                        : clientCertificate();
            case "handshake_failure" ->
                unanswered(server)
                        ? clientCertificate()
                        : mismatchedOr(
                                server,
                                said + "nothing that the program offered suits it, most likely no cipher suite ("
                                        + suites() + "); enable a suite that both have.");
            default -> said + "look at the server's log for its reason.";
        };
    }

    /** Our engine's and the server's own words do not tell version from suite: what was offered may. */
    private String mismatchedOr(HandshakeDetail server, String otherwise) {
        TlsOffer offer = connection.offer();
        if (offer != null
                && server.answer() != null
                && !offer.versions().contains(server.answer().protocol())) {
            return "The server at " + peer + " chose " + server.answer().protocol()
                    + ", which the program did not offer (" + versions() + "); enable a version that both have.";
        }
        return otherwise;
    }

    private String clientCertificate() {
        return "The server at " + peer
                + " requires a client certificate, and the program gave none; give the program a key"
                + " store with one that the server accepts (javax.net.ssl.keyStore).";
    }

    private String program(Fault fault) {
        boolean certificate = refusedBy() != null || ABOUT_CERTIFICATES.contains(fault.detail());
        if (certificate && fault.code() != Fault.Code.TLS_CLIENT_FAILED) {
            return "The program refused the certificate of " + peer + ": " + flaw() + ".";
        }
        return switch (fault.code()) {
            case TLS_CLIENT_ALERT ->
                "The program ended the handshake with the alert " + fault.detail()
                        + "; its own exception names the reason.";
            case TLS_CLIENT_CLOSED ->
                "The program closed the connection in the middle of the handshake with " + peer
                        + "; a time-out or a cancelled call does that.";
            default ->
                "The handshake with the program could not be completed: " + fault.detail()
                        + "; this may be a defect of jvmtap.";
        };
    }

    private String flaw() {
        List<X509Certificate> chain = chain();
        String said = connection.verdicts().stream()
                .filter(verdict -> verdict.failure() != null)
                .map(Verdict::failure)
                .findFirst()
                .orElse("");
        if (chain.isEmpty()) {
            return said.isEmpty() ? "its own exception names the reason" : said;
        }
        Instant at = Instant.EPOCH.plus(connection.row().started().epochMicros(), ChronoUnit.MICROS);
        return ChainFlaws.of(chain, host, at);
    }

    /** Of several trust managers that are asked one after the other, the last one's word counts. */
    private @Nullable String refusedBy() {
        List<Verdict> verdicts = connection.verdicts();
        Verdict last = verdicts.isEmpty() ? null : verdicts.get(verdicts.size() - 1);
        if (last == null || last.failure() == null) {
            return null;
        }
        return last.judge().startsWith("jvmtap") ? "jvmtap" : "The program";
    }

    private static boolean unanswered(HandshakeDetail handshake) {
        return handshake.clientCertificate() == ClientCertificate.NOT_GIVEN;
    }

    private static boolean given(HandshakeDetail handshake) {
        return handshake.clientCertificate() == ClientCertificate.GIVEN;
    }

    private @Nullable HandshakeDetail handshake(Direction side) {
        return connection.handshakes().stream()
                .filter(handshake -> handshake.side() == side)
                .reduce((first, second) -> second)
                .orElse(null);
    }

    private List<X509Certificate> chain() {
        HandshakeDetail server = handshake(Direction.OUT);
        TlsSession session = server == null ? null : server.session();
        List<X509Certificate> chain = new ArrayList<>();
        try {
            CertificateFactory certificates = CertificateFactory.getInstance("X.509");
            for (byte[] der : session == null ? List.<byte[]>of() : session.chain()) {
                chain.add((X509Certificate) certificates.generateCertificate(new ByteArrayInputStream(der)));
            }
        } catch (CertificateException e) {
            return List.of();
        }
        return chain;
    }

    private String versions() {
        return connection.offer() == null
                ? "unknown"
                : String.join(", ", connection.offer().versions());
    }

    private String suites() {
        List<String> suites =
                connection.offer() == null ? List.of() : connection.offer().cipherSuites();
        return suites.size() == 1 ? "only " + suites.get(0) + " was offered" : suites.size() + " were offered";
    }

    private String sni() {
        String name = connection.offer() == null ? null : connection.offer().serverName();
        return name == null ? "of the request, which has none" : name;
    }
}
