package io.jvmtap.differential;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvmtap.differential.ProgramRun.Plan;
import io.jvmtap.differential.ProgramRun.Result;
import io.jvmtap.differential.TestCertificates.Leaf;
import io.jvmtap.differential.programs.GrpcProgram;
import io.jvmtap.differential.programs.Http2ClientProgram;
import io.jvmtap.differential.programs.OkHttpProgram;
import io.jvmtap.differential.programs.RawTlsProgram;
import io.jvmtap.flow.Direction;
import io.jvmtap.flow.FlowEvent;
import io.jvmtap.query.ExchangeRow;
import io.jvmtap.record.CaptureReader;
import io.jvmtap.view.FlowText;
import io.jvmtap.view.RowLine;
import io.jvmtap.view.Terminal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real clients of HTTP/2 against real servers, untapped and tapped: same outcome, same bytes at the server. */
@Tag("slow") // starts JVMs
class Http2DifferentialTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String[] PATHS = {"hello", "echo", "large", "trailers", "hints", "missing", "hello", "reset"};

    @TempDir
    private Path directory;

    private TestCertificates certificates;
    private Path trustStore = Path.of("unset");

    @BeforeEach
    void prepare() throws Exception {
        certificates = new TestCertificates();
        trustStore = certificates.trustStore(directory);
    }

    @ParameterizedTest
    @ValueSource(classes = {Http2ClientProgram.class, OkHttpProgram.class})
    void exchangesAreTheSameAndAllAreSeen(Class<?> program) throws Exception {
        try (Http2Backend backend = new Http2Backend();
                TlsFront server = front(backend.port());
                Tapped tapped = new Tapped(directory)) {
            String[] args = new String[PATHS.length + 1];
            args[0] = "https://" + TestCertificates.NAME + ":" + server.port();
            System.arraycopy(PATHS, 0, args, 1, PATHS.length);
            String out = compare(program, server, tapped, args);
            assertTrue(out.contains("HTTP_2 200") || out.contains("h2 200"), out);
            List<FlowEvent.ResponseHead> heads = tapped.seen().events(FlowEvent.ResponseHead.class);
            assertEquals(
                    List.of(200, 200, 200, 200, 200, 404, 200),
                    heads.stream().map(FlowEvent.ResponseHead::status).toList());
            assertEquals(1, tapped.seen().events(FlowEvent.InterimHead.class).size());
            assertEquals(1, tapped.seen().events(FlowEvent.Trailers.class).size());
            // OkHttp asks again where a stream was reset.
            assertTrue(tapped.seen().events(FlowEvent.ExchangeEnded.class).stream()
                    .anyMatch(ended ->
                            ended.fault() != null && ended.fault().detail().equals("RST_STREAM INTERNAL_ERROR")));
            assertEquals(List.of(), tapped.seen().events(FlowEvent.Segment.class));
        }
    }

    @Test
    void manyRequestsAtOnceAreAsMany() throws Exception {
        try (Http2Backend backend = new Http2Backend();
                TlsFront server = front(backend.port());
                Tapped tapped = new Tapped(directory)) {
            String base = "https://" + TestCertificates.NAME + ":" + server.port();
            Plan plan = plan();
            Result untapped = ProgramRun.start(plan, Http2ClientProgram.class, base, "hello", "many")
                    .finish(LIMIT);
            Result withTap = ProgramRun.start(tapped.plan(plan), Http2ClientProgram.class, base, "hello", "many")
                    .finish(LIMIT);
            assertEquals(untapped.outText(), withTap.outText(), withTap.errText());
            assertEquals(
                    81,
                    tapped.seen().events(FlowEvent.ExchangeEnded.class).stream()
                            .filter(ended -> ended.fault() == null)
                            .count());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"netty", "okhttp"})
    void callsOfGrpcOfAllKindsAreTheSameAndReadable(String transport) throws Exception {
        try (GrpcBackend backend = new GrpcBackend();
                TlsFront server = front(backend.port());
                Tapped tapped = new Tapped(directory)) {
            String out = compare(
                    GrpcProgram.class,
                    server,
                    tapped,
                    TestCertificates.NAME,
                    Integer.toString(server.port()),
                    transport);
            assertTrue(out.contains("both completed"), out);
            try (CaptureReader capture = tapped.capture()) {
                List<ExchangeRow> rows = capture.exchangesAfter(0, 10);
                assertEquals(6, rows.size());
                RowLine line = new RowLine(Terminal.NONE, ZoneOffset.UTC);
                String failing = line.of(rows.get(2));
                assertTrue(
                        failing.contains("/test.Kinds/Failing")
                                && failing.contains(" 200 ")
                                && failing.contains("  h2        grpc:5 NOT_FOUND: no such user: 50 % s\u00fcr"),
                        failing);
                assertTrue(line.of(rows.get(0)).contains("  h2        grpc:0 OK"), line.of(rows.get(0)));
                FlowText text = new FlowText(ZoneOffset.UTC);
                String gzip = text.exchange(
                        capture.exchange(rows.get(1).number()),
                        direction -> capture.body(rows.get(1).number(), direction));
                assertTrue(gzip.contains(", compressed: gzip\n  1: \"zzz"), gzip);
                assertTrue(gzip.contains("POST /test.Kinds/Unary HTTP/2\n"), gzip);
                String streamed = text.response(
                        capture.exchange(rows.get(3).number()),
                        direction -> capture.body(rows.get(3).number(), Direction.IN));
                assertTrue(streamed.contains("message 3, 8 B\n  1: \"stream\"\ngrpc-status: 0\n(grpc:0 OK)"), streamed);
            }
        }
    }

    /** Odd but valid traffic, whose bytes do not depend on who is first. */
    @Test
    void theServerGetsTheVeryBytes() throws Exception {
        Path file = Files.write(directory.resolve("bytes"), OddHttp2.bytes());
        try (Http2Backend backend = new Http2Backend();
                TlsFront server = front(backend.port());
                Tapped tapped = new Tapped(directory)) {
            String[] args = {TestCertificates.NAME, Integer.toString(server.port()), "h2", file.toString()};
            Plan plan = plan();
            assertEquals(
                    0,
                    ProgramRun.start(plan, RawTlsProgram.class, args)
                            .finish(LIMIT)
                            .exit());
            assertEquals(
                    0,
                    ProgramRun.start(tapped.plan(plan), RawTlsProgram.class, args)
                            .finish(LIMIT)
                            .exit());
            assertArrayEquals(OddHttp2.bytes(), server.received().get(0));
            assertArrayEquals(OddHttp2.bytes(), server.received().get(1));
            List<FlowEvent.RequestHead> heads = tapped.seen().events(FlowEvent.RequestHead.class);
            assertEquals(3, heads.size());
            assertEquals(200_000, heads.get(1).headers().get(4).value().length());
        }
    }

    private String compare(Class<?> program, TlsFront server, Tapped tapped, String... args) throws Exception {
        Plan plan = plan();
        Result untapped = ProgramRun.start(plan, program, args).finish(LIMIT);
        Result withTap = ProgramRun.start(tapped.plan(plan), program, args).finish(LIMIT);
        assertEquals(untapped.outText(), withTap.outText(), () -> "stdout; stderr: " + withTap.errText());
        assertEquals(untapped.errText(), withTap.errText(), "stderr");
        assertEquals(untapped.exit(), withTap.exit(), "exit code");
        List<byte[]> received = server.received();
        int half = received.size() / 2;
        assertEquals(2 * half, received.size(), "connections at the server");
        for (int i = 0; i < half; i++) {
            assertEquals(Http2Bytes.of(received.get(i)), Http2Bytes.of(received.get(half + i)), "connection " + i);
        }
        return withTap.outText();
    }

    private TlsFront front(int behind) throws Exception {
        return new TlsFront(certificates.server(Leaf.VALID), behind, "h2");
    }

    private Plan plan() {
        return Plan.usual(Path.of(System.getProperty("java.home")), trustStore);
    }
}
