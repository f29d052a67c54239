package io.jvmtap.view;

import io.jvmtap.flow.Cause;
import io.jvmtap.flow.Direction;
import io.jvmtap.flow.TlsSession;
import io.jvmtap.query.ConnectionDetail;
import io.jvmtap.query.HandshakeDetail;
import io.jvmtap.query.Lookup;
import io.jvmtap.query.Verdict;
import io.jvmtap.query.diagnosis.Diagnosis;
import java.io.ByteArrayInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/** What is known of a connection, section by section: who made it, where it went, TLS and trust. */
final class ConnectionText {
    private final StringBuilder out;
    private final boolean colour;

    ConnectionText(StringBuilder out, boolean colour) {
        this.out = out;
        this.colour = colour;
    }

    void caller(Cause cause) {
        if (cause.equals(Cause.UNKNOWN)) {
            return;
        }
        title("Caller");
        item("program", cause.label() + " (pid " + cause.pid() + "), thread " + cause.thread());
        if (cause.route() != null) {
            item("route", cause.route());
        }
        for (String frame : cause.frames()) {
            out.append("  at ").append(Plain.safe(frame)).append('\n');
        }
    }

    /** Who opened the connection, where that was not the one who sent the request. */
    void opener(Cause request, Cause opened) {
        String caller = CallSite.of(opened.frames());
        if (!request.frames().equals(opened.frames()) && !caller.isEmpty()) {
            item("opened", "by " + caller + ", thread " + opened.thread());
        }
    }

    void route(ConnectionDetail connection) {
        title("Way");
        item(
                "to",
                connection.row().host() + ":" + connection.row().port() + "  (connection "
                        + connection.row().id() + ")");
        Lookup lookup = connection.lookup();
        if (lookup != null) {
            String answer = lookup.failure() != null ? lookup.failure() : String.join(", ", lookup.original());
            item("lookup", answer + "  in " + Plain.duration(lookup.durationNanos()));
        }
        if (connection.upstreamAddress() != null) {
            item("address", connection.upstreamAddress() + ", port " + connection.upstreamPort());
        }
        item("bytes", connection.row().bytesOut() + " out, " + connection.row().bytesIn() + " in");
        if (connection.lostBytes() > 0) {
            item("lost", connection.lostBytes() + " bytes could not be recorded");
        }
        if (connection.row().cutBytes() > 0) {
            item("cut", connection.row().cutBytes() + " bytes are beyond --body-limit, and not recorded");
        }
        if (connection.row().fault() != null) {
            item(
                    "failed",
                    RowLine.words(connection.row().fault()) + ": "
                            + connection.row().fault().detail());
        }
    }

    /** One sentence, where TLS failed: stands before all else. */
    void diagnosis(ConnectionDetail connection) {
        String sentence = Diagnosis.of(connection);
        if (sentence != null) {
            String safe = Plain.safe(sentence);
            out.append('\n').append(colour ? Colour.BOLD.paint(safe) : safe).append('\n');
        }
    }

    void tls(ConnectionDetail connection) {
        if (connection.offer() != null) {
            title("TLS");
            new TlsText(out).write(connection);
        }
        for (HandshakeDetail handshake : connection.handshakes()) {
            title(handshake.side() == Direction.OUT ? "TLS with the server" : "TLS with the program");
            TlsSession session = handshake.session();
            if (session != null) {
                item(
                        "agreed",
                        session.protocol() + ", " + session.cipherSuite() + (session.resumed() ? ", resumed" : "")
                                + ", in " + Plain.duration(handshake.tookNanos()));
                item(
                        "names",
                        "SNI " + (session.serverName() == null ? "none" : session.serverName()) + ", ALPN "
                                + (session.alpn() == null ? "none" : session.alpn()));
                chain(session.chain(), handshake.side() == Direction.OUT);
            }
            if (handshake.fault() != null) {
                item(
                        "failed",
                        RowLine.words(handshake.fault()) + ": "
                                + handshake.fault().detail());
            }
        }
        for (Verdict verdict : connection.verdicts()) {
            title("Trust");
            item(verdict.failure() == null ? "accepted" : "refused", "by " + verdict.judge());
            if (verdict.failure() != null) {
                item("because", verdict.failure());
            }
        }
    }

    void title(String title) {
        out.append('\n').append(colour ? Colour.BOLD.paint(title) : title).append('\n');
    }

    void item(String name, String value) {
        out.append("  ").append(name).append(" ".repeat(Math.max(1, 10 - name.length())));
        out.append(Plain.safe(value)).append('\n');
    }

    /** The program's side was shown the same chain, so there it is only counted. */
    private void chain(List<byte[]> chain, boolean full) {
        if (!full) {
            item("chain", chain.size() + (chain.size() == 1 ? " certificate" : " certificates") + ", the server's own");
            return;
        }
        for (byte[] der : chain) {
            certificate(der);
        }
    }

    private void certificate(byte[] der) {
        try {
            X509Certificate certificate = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
            item("subject", certificate.getSubjectX500Principal().toString());
            item("  names", names(certificate));
            item("  key", key(certificate) + ", signed with " + certificate.getSigAlgName());
            item("  issuer", certificate.getIssuerX500Principal().toString());
            item(
                    "  valid",
                    certificate.getNotBefore().toInstant() + " to "
                            + certificate.getNotAfter().toInstant());
        } catch (CertificateException e) {
            item("subject", "unreadable certificate of " + der.length + " bytes: " + e.getMessage());
        }
        item("  SHA-256", sha256(der));
    }

    private static String names(X509Certificate certificate) throws CertificateException {
        Collection<List<?>> names = certificate.getSubjectAlternativeNames();
        return names == null
                ? "none"
                : names.stream().map(name -> String.valueOf(name.get(1))).collect(Collectors.joining(", "));
    }

    private static String key(X509Certificate certificate) {
        PublicKey key = certificate.getPublicKey();
        if (key instanceof RSAKey rsa) {
            return "RSA, " + rsa.getModulus().bitLength() + " bits";
        }
        return key instanceof ECKey ec ? "EC, " + ec.getParams().getOrder().bitLength() + " bits" : key.getAlgorithm();
    }

    private static String sha256(byte[] der) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(der));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
