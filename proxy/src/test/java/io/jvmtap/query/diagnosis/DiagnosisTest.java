package io.jvmtap.query.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.jvmtap.differential.TestCertificates;
import io.jvmtap.differential.TestCertificates.Leaf;
import io.jvmtap.flow.Cause;
import io.jvmtap.flow.ClientCertificate;
import io.jvmtap.flow.Direction;
import io.jvmtap.flow.Fault;
import io.jvmtap.flow.Fault.Code;
import io.jvmtap.flow.Stamp;
import io.jvmtap.flow.TlsAnswer;
import io.jvmtap.flow.TlsOffer;
import io.jvmtap.flow.TlsSession;
import io.jvmtap.query.ConnectionDetail;
import io.jvmtap.query.ConnectionRow;
import io.jvmtap.query.HandshakeDetail;
import io.jvmtap.query.Verdict;
import java.security.cert.Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Facts as the recorder keeps them, beside the sentence that they lead to. */
class DiagnosisTest {
    private static final String HOST = TestCertificates.NAME;
    private static final String PEER = HOST + ":443";
    private static final Stamp NOW = new Stamp(Instant.now().toEpochMilli() * 1000, 0);
    private static final TlsOffer OFFER = new TlsOffer(
            List.of("TLSv1.2"),
            List.of("TLS_A", "TLS_B"),
            List.of("x25519"),
            List.of(),
            List.of("h2"),
            HOST,
            "ja3",
            "ja4");
    private static final TlsAnswer ANSWER = new TlsAnswer("TLSv1.2", "TLS_A", "x25519", null, false);

    /** What is known of a connection, built up fact by fact. */
    private static final class Facts {
        private final List<HandshakeDetail> handshakes = new ArrayList<>();
        private final List<Verdict> verdicts = new ArrayList<>();
        private @Nullable Fault end;
        private long bytesOut;
        private long bytesIn;

        Facts server(@Nullable TlsSession session, @Nullable Fault fault, @Nullable TlsAnswer answer) {
            return add(Direction.OUT, session, fault, answer, ClientCertificate.NOT_ASKED);
        }

        Facts program(@Nullable Fault fault) {
            return add(Direction.IN, null, fault, null, ClientCertificate.NOT_ASKED);
        }

        Facts add(
                Direction side,
                @Nullable TlsSession session,
                @Nullable Fault fault,
                @Nullable TlsAnswer answer,
                ClientCertificate certificate) {
            handshakes.add(new HandshakeDetail(side, NOW, 1, session, fault, answer, certificate));
            return this;
        }

        Facts refused(String failure) {
            verdicts.add(new Verdict(NOW, "com.acme.Pins", failure));
            return this;
        }

        Facts ended(@Nullable Fault fault, long out, long in) {
            end = fault;
            bytesOut = out;
            bytesIn = in;
            return this;
        }

        @Nullable
        String sentence() {
            ConnectionRow row =
                    new ConnectionRow(1, NOW, HOST, 443, Cause.UNKNOWN, 5, bytesOut, bytesIn, 0, false, 0, end);
            return Diagnosis.of(
                    new ConnectionDetail(row, "", List.of(), null, 0, 1, OFFER, handshakes, verdicts, null, 0, 0));
        }
    }

    private static Fault fault(Code code, String detail) {
        return new Fault(code, Fault.Scope.CONNECTION, detail);
    }

    private static TlsSession session(Leaf leaf) throws Exception {
        List<byte[]> chain = new ArrayList<>();
        for (Certificate each : new TestCertificates().keyStore(leaf).getCertificateChain("server")) {
            chain.add(each.getEncoded());
        }
        return new TlsSession("TLSv1.2", "TLS_A", null, HOST, false, chain);
    }

    @Test
    void whatWorkedHasNoSentence() throws Exception {
        assertNull(new Facts().sentence(), "no TLS");
        assertNull(new Facts()
                .server(session(Leaf.VALID), null, ANSWER)
                .program(null)
                .ended(null, 100, 200)
                .sentence());
        // A connection that a pool opened and never used.
        assertNull(new Facts()
                .server(session(Leaf.VALID), null, ANSWER)
                .program(null)
                .ended(null, 0, 0)
                .sentence());
        assertNull(new Facts()
                .server(session(Leaf.VALID), null, ANSWER)
                .program(null)
                .ended(fault(Code.RESET_BY_SERVER, ""), 10, 10)
                .sentence());
    }

    @Test
    void theProgramsOwnRefusalsNameTheFlawOfTheChain() throws Exception {
        Fault unknown = fault(Code.TLS_CLIENT_ALERT, "certificate_unknown");
        assertEquals(
                "The program refused the certificate of " + PEER
                        + ": its chain ends at \"Test Root\", which is not in the"
                        + " trust store; import that root into the program's trust store (keytool -importcert), if it is"
                        + " to be trusted.",
                new Facts()
                        .server(session(Leaf.VALID), null, ANSWER)
                        .program(unknown)
                        .refused("sun.security.validator.ValidatorException: PKIX path building failed")
                        .sentence());
        assertEquals(
                "The program refused the certificate of " + PEER + ": it is not for " + HOST
                        + " but for other.jvmtap.test; connect by a name that it holds, or give the server a certificate"
                        + " for " + HOST + ".",
                new Facts()
                        .server(session(Leaf.WRONG_HOST), null, ANSWER)
                        .program(unknown)
                        .sentence());
        assertEquals(
                "The program ended the handshake with the alert internal_error; its own exception names the reason.",
                new Facts()
                        .server(session(Leaf.VALID), null, ANSWER)
                        .program(fault(Code.TLS_CLIENT_ALERT, "internal_error"))
                        .sentence());
    }

    @Test
    void theServersAlertsSayWhatItMissed() throws Exception {
        String said = "The server at " + PEER + " ended the handshake with the alert ";
        assertEquals(
                said + "no_application_protocol: it speaks none of the protocols that the program offered by ALPN (h2);"
                        + " offer one that it speaks.",
                new Facts()
                        .server(null, fault(Code.TLS_UPSTREAM_ALERT, "no_application_protocol"), null)
                        .sentence());
        assertEquals(
                said
                        + "handshake_failure: nothing that the program offered suits it, most likely no cipher suite (2 were"
                        + " offered); enable a suite that both have.",
                new Facts()
                        .server(null, fault(Code.TLS_UPSTREAM_ALERT, "handshake_failure"), null)
                        .sentence());
        assertEquals(
                "The server at " + PEER
                        + " chose TLSv1, which the program did not offer (TLSv1.2); enable a version that"
                        + " both have.",
                new Facts()
                        .server(
                                null,
                                fault(Code.TLS_UPSTREAM_FAILED, "odd"),
                                new TlsAnswer("TLSv1", "TLS_A", null, null, false))
                        .sentence());
        assertEquals(
                said
                        + "bad_certificate: it did not accept the client certificate that the program gave; have that issued"
                        + " by an authority that the server trusts.",
                new Facts()
                        .add(
                                Direction.OUT,
                                null,
                                fault(Code.TLS_UPSTREAM_ALERT, "bad_certificate"),
                                ANSWER,
                                ClientCertificate.GIVEN)
                        .sentence());
        assertEquals(
                "The server at " + PEER
                        + " requires a client certificate, and the program gave none; give the program a"
                        + " key store with one that the server accepts (javax.net.ssl.keyStore).",
                new Facts()
                        .server(session(Leaf.VALID), null, ANSWER)
                        .program(null)
                        .ended(fault(Code.TLS_UPSTREAM_ALERT, "certificate_required"), 40, 0)
                        .sentence());
    }

    @Test
    void unreadableCertificatesLeaveTheVerdictItself() {
        assertEquals(
                "The program refused the certificate of " + PEER + ": no such pin.",
                new Facts()
                        .server(
                                new TlsSession("TLSv1.2", "TLS_A", null, HOST, false, List.of(new byte[] {1, 2})),
                                null,
                                ANSWER)
                        .program(fault(Code.TLS_CLIENT_ALERT, "certificate_unknown"))
                        .refused("no such pin")
                        .sentence());
    }
}
