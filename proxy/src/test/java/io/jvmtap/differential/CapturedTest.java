package io.jvmtap.differential;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvmtap.differential.ProgramRun.Plan;
import io.jvmtap.differential.ProgramRun.Result;
import io.jvmtap.differential.TestCertificates.Leaf;
import io.jvmtap.differential.programs.PinnedProgram;
import io.jvmtap.differential.programs.SslSocketProgram;
import io.jvmtap.flow.Direction;
import io.jvmtap.flow.FlowEvent;
import io.jvmtap.query.ConnectionDetail;
import io.jvmtap.query.ExchangeRow;
import io.jvmtap.record.CaptureReader;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the capture holds of a real program's traffic, against what its server received. */
@Tag("slow") // starts JVMs
class CapturedTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    private TestCertificates certificates;
    private Plan plan = new Plan(Path.of("unset"), Map.of(), List.of(), Map.of());

    @BeforeEach
    void prepare() throws Exception {
        certificates = new TestCertificates();
        plan = Plan.usual(Path.of(System.getProperty("java.home")), certificates.trustStore(directory));
    }

    @Test
    void fiveMegabytesThatWereSentAndSentBackAreThereByteForByte() throws Exception {
        try (TestServer server = TestServer.tls(certificates.server(Leaf.VALID));
                Tapped tapped = new Tapped(directory)) {
            Result result = ProgramRun.start(tapped.plan(plan), SslSocketProgram.class, base(server), "echo", "gzip")
                    .finish(LIMIT);
            assertEquals(0, result.exit(), result.errText());
            try (CaptureReader capture = tapped.capture()) {
                List<ExchangeRow> rows = capture.exchangesAfter(0, 10);
                assertEquals(2, rows.size());
                ExchangeRow echo = rows.get(0);
                byte[] sent = body(capture, echo, Direction.OUT);
                assertEquals(5_000_000, sent.length);
                byte[] received = server.received().get(0);
                assertTrue(endsWith(received, sent), "what the server got ends with what the capture holds");
                assertArrayEquals(sent, body(capture, echo, Direction.IN));
                assertEquals("POST", echo.method());
                assertEquals("/echo", echo.target());
                assertEquals(TestCertificates.NAME, echo.host());
                assertEquals(200, echo.status());
                assertNull(echo.fault());
                assertTrue(
                        echo.cause().frames().get(0).startsWith("io.jvmtap.differential.programs.SslSocketProgram."),
                        echo.cause().toString());
                // As on the wire: the coding is kept.
                byte[] gzip = body(capture, rows.get(1), Direction.IN);
                assertEquals(0x1F, gzip[0]);
                assertEquals((byte) 0x8B, gzip[1]);
            }
        }
    }

    @Test
    void thePinOfTheRealCertificateHoldsAndAnyOtherFails() throws Exception {
        try (TestServer server = TestServer.tls(certificates.server(Leaf.VALID));
                Tapped tapped = new Tapped(directory)) {
            String url = base(server) + "/hello";
            String wrong = "00".repeat(32);
            Result untappedWrong =
                    ProgramRun.start(plan, PinnedProgram.class, url, wrong).finish(LIMIT);
            String pin = untappedWrong.outText().replaceAll("(?s).*certificate: ([0-9a-f]{64}).*", "$1");
            for (String one : List.of(pin, wrong)) {
                Result untapped =
                        ProgramRun.start(plan, PinnedProgram.class, url, one).finish(LIMIT);
                Result withTap = ProgramRun.start(tapped.plan(plan), PinnedProgram.class, url, one)
                        .finish(LIMIT);
                assertEquals(untapped.outText(), withTap.outText());
                assertEquals(untapped.errText(), withTap.errText());
                assertEquals(one.equals(pin), untapped.outText().contains("status 200"), untapped.outText());
            }
            tapped.seen()
                    .await(
                            events -> events.stream()
                                            .filter(FlowEvent.ConnectionClosed.class::isInstance)
                                            .count()
                                    == 2,
                            LIMIT);
            List<FlowEvent.TrustJudged> verdicts = tapped.seen().events(FlowEvent.TrustJudged.class);
            assertEquals(2, verdicts.size());
            assertNull(verdicts.get(0).failure());
            assertEquals(
                    "io.jvmtap.differential.programs.PinnedProgram$Pin",
                    verdicts.get(0).judge());
            assertTrue(
                    String.valueOf(verdicts.get(1).failure()).contains("not the pinned certificate"),
                    verdicts.get(1).toString());
        }
    }

    @Test
    void theRealChainTheLookupAndTheProgramAreThere() throws Exception {
        try (TestServer server = TestServer.tls(certificates.server(Leaf.VALID));
                Tapped tapped = new Tapped(directory)) {
            ProgramRun.start(tapped.plan(plan), SslSocketProgram.class, base(server), "hello")
                    .finish(LIMIT);
            FlowEvent.LookedUp lookup =
                    tapped.seen().events(FlowEvent.LookedUp.class).get(0);
            assertEquals(TestCertificates.NAME, lookup.name());
            assertEquals("127.0.0.1", lookup.original().get(0).getHostAddress());
            assertTrue(lookup.given().get(0).getHostAddress().startsWith("127.64."), lookup.toString());
            try (CaptureReader capture = tapped.capture()) {
                ConnectionDetail connection = capture.connection(1);
                assertNotNull(connection);
                assertTrue(connection.toString().contains("TLSv1.3"), connection.toString());
            }
            FlowEvent.Handshake shown =
                    tapped.seen().events(FlowEvent.Handshake.class).get(1);
            assertEquals(Direction.IN, shown.side());
            assertNotNull(shown.session());
            byte[] last = shown.session().chain().get(shown.session().chain().size() - 1);
            assertTrue(
                    issuer(last)
                            .equals(certificates
                                    .root()
                                    .getSubjectX500Principal()
                                    .getName()),
                    "issued by the real root");
        }
    }

    private static String issuer(byte[] der) throws Exception {
        X509Certificate certificate = (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        return certificate.getIssuerX500Principal().getName();
    }

    private static byte[] body(CaptureReader capture, ExchangeRow row, Direction direction) throws Exception {
        try (InputStream in = capture.body(row.number(), direction)) {
            return in.readAllBytes();
        }
    }

    private static boolean endsWith(byte[] whole, byte[] end) {
        return new String(whole, StandardCharsets.ISO_8859_1).endsWith(new String(end, StandardCharsets.ISO_8859_1));
    }

    private static String base(TestServer server) {
        return "https://" + TestCertificates.NAME + ":" + server.port();
    }
}
