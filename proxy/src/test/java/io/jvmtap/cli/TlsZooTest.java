package io.jvmtap.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvmtap.differential.TestCertificates;
import io.jvmtap.differential.TestCertificates.Leaf;
import io.jvmtap.flow.FlowClock;
import io.jvmtap.flow.FlowEvent;
import io.jvmtap.flow.FlowGrammarExtension;
import io.jvmtap.flow.RecordingSink;
import io.jvmtap.flow.TlsOffer;
import io.jvmtap.query.ConnectionDetail;
import io.jvmtap.query.diagnosis.Diagnosis;
import io.jvmtap.record.CaptureReader;
import io.jvmtap.record.CaptureWriter;
import io.jvmtap.tls.ClientHelloParser;
import io.jvmtap.tls.Fingerprints;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Servers that fail in all the ways there are, and the one sentence that the capture has on each. */
@ExtendWith(FlowGrammarExtension.class)
@Timeout(60)
class TlsZooTest {
    private static final Consumer<SSLParameters> AS_THEY_ARE = parameters -> {};
    private static final String SUITE = "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256";

    @TempDir
    private Path directory;

    private RecordingSink seen = new RecordingSink();
    private TestCertificates certificates;
    private final GuestTap.Wishes wishes = new GuestTap.Wishes();
    private Consumer<SSLParameters> client = AS_THEY_ARE;
    private String peer = "";
    private int captures;

    @BeforeEach
    void trustTheRoot(RecordingSink sink) throws Exception {
        seen = sink;
        certificates = new TestCertificates();
        wishes.trust.add(certificates.trustStore(directory));
    }

    /** What the capture holds of one visit to that server. */
    private ConnectionDetail visit(OddTlsServer server) throws Exception {
        int before = seen.events(FlowEvent.ConnectionClosed.class).size();
        try (server;
                GuestTap tap = new GuestTap(directory, seen, wishes)) {
            peer = TestCertificates.NAME + ":" + server.port();
            request(tap);
            tap.closed(before + 1);
        }
        Path file = directory.resolve("zoo-" + ++captures + ".jvmtap");
        List<FlowEvent> events = seen.events();
        try (CaptureWriter writer = CaptureWriter.open(file, "zoo", FlowClock.system(), complaint -> {})) {
            events.forEach(writer::emit);
        }
        List<FlowEvent.ConnectionOpened> opened = seen.events(FlowEvent.ConnectionOpened.class);
        try (CaptureReader reader = CaptureReader.open(file)) {
            ConnectionDetail detail =
                    reader.connection(opened.get(opened.size() - 1).connection());
            assertNotNull(detail);
            return detail;
        }
    }

    private void request(GuestTap tap) throws Exception {
        try (Socket way = new Socket(InetAddress.getLoopbackAddress(), tap.port())) {
            way.getOutputStream()
                    .write(("CONNECT " + peer + " HTTP/1.1\r\nHost: " + peer + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            InputStream in = way.getInputStream();
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) in.read());
            }
            request(way, trusting(tap.ca));
        }
    }

    private void request(Socket way, SSLContext context) throws Exception {
        try (SSLSocket tls =
                (SSLSocket) context.getSocketFactory().createSocket(way, TestCertificates.NAME, 443, true)) {
            SSLParameters parameters = tls.getSSLParameters();
            client.accept(parameters);
            tls.setSSLParameters(parameters);
            OutputStream out = tls.getOutputStream();
            out.write("GET / HTTP/1.1\r\nHost: a.test\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            tls.getInputStream().readAllBytes();
        } catch (SSLException | java.net.SocketException e) {
            // It is the point of most visits that they fail.
        }
    }

    private SSLContext trusting(Path ca) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (InputStream pem = java.nio.file.Files.newInputStream(ca)) {
            store.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(pem));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private void assertSays(String sentence, OddTlsServer server) throws Exception {
        String said = Diagnosis.of(visit(server));
        assertNotNull(said, "no sentence");
        assertTrue(said.contains(sentence.replace("PEER", peer)), said);
    }

    private OddTlsServer showing(Leaf leaf) throws Exception {
        return OddTlsServer.tls(certificates.server(leaf), AS_THEY_ARE, true);
    }

    private OddTlsServer showing(KeyPair key, Instant from, Instant until, String signature) throws Exception {
        return OddTlsServer.tls(
                TestCertificates.server(certificates.keyStore(key, from, until, signature)), AS_THEY_ARE, true);
    }

    private OddTlsServer good(Consumer<SSLParameters> settings) throws Exception {
        return OddTlsServer.tls(certificates.server(Leaf.VALID), settings, true);
    }

    @Test
    void aGoodServerNeedsNoSentenceAndItsHandshakeIsKept() throws Exception {
        ConnectionDetail good = visit(good(AS_THEY_ARE));
        assertNull(Diagnosis.of(good));
        assertNotNull(good.offer());
        assertTrue(good.offer().ja4().startsWith("t13d"), good.offer().ja4());
        assertEquals(TestCertificates.NAME, good.offer().serverName());
        assertNotNull(good.handshakes().get(0).answer());
        assertEquals("TLSv1.3", good.handshakes().get(0).answer().protocol());
        assertEquals("x25519", good.handshakes().get(0).answer().group());
        client = parameters -> parameters.setProtocols(new String[] {"TLSv1.2"});
        ConnectionDetail older = visit(good(AS_THEY_ARE));
        assertNotNull(older.handshakes().get(0).answer());
        assertEquals(
                "ecdsa_secp256r1_sha256", older.handshakes().get(0).answer().signatureScheme());
    }

    @Test
    void certificatesThatNobodyShouldAccept() throws Exception {
        String refused = "refused the certificate of PEER: it ";
        assertSays(refused + "expired on ", showing(Leaf.EXPIRED));
        assertSays(refused + "is self-signed", showing(Leaf.SELF_SIGNED));
        assertSays(
                refused + "was sent without the intermediate certificate of its issuer, \"Test Intermediate\"",
                showing(Leaf.INCOMPLETE_CHAIN));
        assertSays(
                refused + "is not for " + TestCertificates.NAME + " but for other.jvmtap.test",
                showing(Leaf.WRONG_HOST));
        Instant now = Instant.now();
        Instant later = now.plus(Duration.ofDays(9));
        KeyPair key = TestCertificates.keyPair();
        assertSays(
                refused + "is not valid before ", showing(key, now.plus(Duration.ofDays(2)), later, "SHA256withECDSA"));
        assertSays(refused + "is signed with SHA1withECDSA", showing(key, now, later, "SHA1withECDSA"));
        KeyPairGenerator weak = KeyPairGenerator.getInstance("RSA");
        weak.initialize(1024);
        assertSays(
                refused + "has a weak key, RSA of 1024 bits",
                showing(weak.generateKeyPair(), now, later, "SHA256withECDSA"));
        wishes.trust.clear();
        assertSays("its chain ends at \"Test Root\"", showing(Leaf.VALID));
    }

    @Test
    void serversAndProgramsThatHaveNothingInCommon() throws Exception {
        client = parameters -> parameters.setProtocols(new String[] {"TLSv1.3"});
        assertSays(
                "protocol_version: it speaks none of the versions that the program offered (TLSv1.3)",
                good(parameters -> parameters.setProtocols(new String[] {"TLSv1.2"})));
        client = parameters -> {
            parameters.setProtocols(new String[] {"TLSv1.2"});
            parameters.setCipherSuites(new String[] {SUITE});
        };
        assertSays(
                "most likely no cipher suite (only " + SUITE + " was offered)",
                good(parameters ->
                        parameters.setCipherSuites(new String[] {"TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"})));
        client = AS_THEY_ARE;
        assertSays(
                "unrecognized_name: it does not know the name " + TestCertificates.NAME,
                good(parameters ->
                        parameters.setSNIMatchers(List.of(SNIHostName.createSNIMatcher("nobody\\.jvmtap\\.test")))));
    }

    @Test
    void aClientCertificateIsRequiredInEitherVersion() throws Exception {
        for (String version : List.of("TLSv1.2", "TLSv1.3")) {
            client = parameters -> parameters.setProtocols(new String[] {version});
            assertSays(
                    "The server at PEER requires a client certificate, and the program gave none",
                    good(parameters -> parameters.setNeedClientAuth(true)));
        }
    }

    @Test
    void whatIsNoTlsAndConnectionsThatEndTooSoon() throws Exception {
        assertSays(
                "does not speak TLS on this port: it answered in the clear (HTTP/1.1 400 Bad Request)",
                OddTlsServer.raw("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n"));
        assertSays("PEER closed the connection before it answered the ClientHello", OddTlsServer.raw(""));
        assertSays(
                "PEER closed the connection after its ServerHello",
                OddTlsServer.helloOnly(certificates.server(Leaf.VALID)));
        assertSays(
                "TLS with PEER was agreed on, then the server ended the connection without a byte of answer",
                OddTlsServer.tls(certificates.server(Leaf.VALID), AS_THEY_ARE, false));
    }

    /** What the server is offered, by a program of the JDK that the proxy runs on. */
    @Test
    void theServerIsOfferedWhatTheProgramOffers() throws Exception {
        for (List<String> versions : List.of(List.of("TLSv1.3", "TLSv1.2"), List.of("TLSv1.2"), List.of("TLSv1.3"))) {
            client = parameters -> {
                parameters.setProtocols(versions.toArray(String[]::new));
                parameters.setApplicationProtocols(new String[] {"h2", "odd"});
            };
            Queue<TlsOffer> offers = new ConcurrentLinkedQueue<>();
            Consumer<ByteBuffer> taker = hello -> offers.add(Fingerprints.offer(
                    Objects.requireNonNull(ClientHelloParser.parse(hello).hello())));
            try (OddTlsServer server = OddTlsServer.raw("", taker);
                    Socket direct = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                request(direct, SSLContext.getDefault());
            }
            visit(OddTlsServer.raw("", taker));
            assertEquals(2, offers.size());
            assertEquals(mirrored(offers.remove()), mirrored(offers.remove()), "untapped, and tapped");
        }
    }

    /** Without what is known to differ: the program's SCSV becomes an extension (RFC 5746 section 3.4). */
    private static TlsOffer mirrored(TlsOffer offer) {
        return new TlsOffer(
                offer.versions(),
                offer.cipherSuites().stream()
                        .filter(suite -> !suite.equals("0x00ff"))
                        .toList(),
                offer.groups(),
                offer.signatureSchemes(),
                offer.alpn(),
                offer.serverName(),
                "",
                "");
    }
}
