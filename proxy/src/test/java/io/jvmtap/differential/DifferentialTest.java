package io.jvmtap.differential;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvmtap.differential.ProgramRun.Plan;
import io.jvmtap.differential.ProgramRun.Result;
import io.jvmtap.differential.TestCertificates.Leaf;
import io.jvmtap.differential.programs.HttpClientProgram;
import io.jvmtap.differential.programs.SslSocketProgram;
import io.jvmtap.differential.programs.UrlConnectionProgram;
import io.jvmtap.flow.FlowEvent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Our conscience: the same program against the same server, untapped and tapped, has the same outcome. */
@Tag("slow") // starts a JVM or two for each case
class DifferentialTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    private TestCertificates certificates;
    private Path trustStore = Path.of("unset");

    @BeforeEach
    void prepare() throws Exception {
        certificates = new TestCertificates();
        trustStore = certificates.trustStore(directory);
    }

    static Stream<Arguments> programs() {
        List<Class<?>> programs = List.of(HttpClientProgram.class, UrlConnectionProgram.class, SslSocketProgram.class);
        return JdkHomes.ofPrograms().entrySet().stream()
                .flatMap(jdk -> programs.stream().map(program -> Arguments.of(jdk.getKey(), jdk.getValue(), program)));
    }

    @ParameterizedTest
    @MethodSource("programs")
    void anExchangeOfEveryKindIsTheSame(int feature, Path home, Class<?> program) throws Exception {
        String[] cases = {
            "hello",
            "echo",
            "chunked",
            "gzip",
            "head",
            "204",
            "error",
            "redirect",
            "odd-headers",
            "continue",
            "until-close",
            "early-close",
            "no-answer",
            "nowhere"
        };
        try (TestServer server = TestServer.tls(certificates.server(Leaf.VALID));
                Tapped tapped = new Tapped(directory)) {
            compare(home, program, server, tapped, cases);
            List<FlowEvent.RequestHead> requests = tapped.seen().events(FlowEvent.RequestHead.class);
            assertTrue(requests.size() >= cases.length - 1, () -> requests.size() + " requests");
        }
    }

    @ParameterizedTest
    @MethodSource("programs")
    void fiftyRequestsOnOneConnectionAreTheSame(int feature, Path home, Class<?> program) throws Exception {
        String[] fifty = Stream.generate(() -> "keepalive").limit(50).toArray(String[]::new);
        try (TestServer server = TestServer.tls(certificates.server(Leaf.VALID));
                Tapped tapped = new Tapped(directory)) {
            compare(home, program, server, tapped, fifty);
            assertEquals(50, tapped.seen().events(FlowEvent.ExchangeEnded.class).size());
            assertTrue(tapped.seen().events(FlowEvent.ExchangeEnded.class).stream()
                    .allMatch(ended -> ended.fault() == null));
        }
    }

    @ParameterizedTest
    @MethodSource("programs")
    void aBadCertificateIsRefusedInTheSameWords(int feature, Path home, Class<?> program) throws Exception {
        for (Leaf leaf : Leaf.values()) {
            if (leaf != Leaf.VALID) {
                Path own = Files.createDirectory(directory.resolve(leaf.name()));
                try (TestServer server = TestServer.tls(certificates.server(leaf));
                        Tapped tapped = new Tapped(own)) {
                    compareOutput(home, program, server, tapped, "hello");
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("programs")
    void aRefusedPortIsRefusedInTheSameWords(int feature, Path home, Class<?> program) throws Exception {
        TestServer gone = TestServer.tls(certificates.server(Leaf.VALID));
        gone.close();
        try (Tapped tapped = new Tapped(directory)) {
            compareOutput(home, program, gone, tapped, "hello");
        }
    }

    @ParameterizedTest
    @MethodSource("programs")
    void anUnknownHostIsUnknownInTheSameWords(int feature, Path home, Class<?> program) throws Exception {
        try (Tapped tapped = new Tapped(directory)) {
            Plan plan = Plan.usual(home, trustStore);
            String[] args = {"https://nobody.jvmtap.test:1", "hello"};
            Result untapped = ProgramRun.start(plan, program, args).finish(LIMIT);
            Result withTap = ProgramRun.start(tapped.plan(plan), program, args).finish(LIMIT);
            assertSame(untapped, withTap, tapped);
        }
    }

    @ParameterizedTest
    @MethodSource("programs")
    void thePartsOfAStreamAreSeenWhileItRuns(int feature, Path home, Class<?> program) throws Exception {
        try (TestServer server = TestServer.tls(certificates.server(Leaf.VALID));
                Tapped tapped = new Tapped(directory);
                ProgramRun run =
                        ProgramRun.start(tapped.plan(Plan.usual(home, trustStore)), program, base(server), "stream")) {
            for (int part = 1; part <= Answers.PARTS; part++) {
                server.release();
                run.awaitOut("line part " + part, LIMIT);
                String wanted = "part " + part;
                tapped.seen()
                        .await(
                                events -> events.stream()
                                        .filter(FlowEvent.BodyChunk.class::isInstance)
                                        .map(event -> new String(
                                                ((FlowEvent.BodyChunk) event).bytes(), StandardCharsets.UTF_8))
                                        .anyMatch(text -> text.contains(wanted)),
                                LIMIT);
            }
            assertEquals(0, run.finish(LIMIT).exit());
        }
    }

    /** Both runs print the same, and the server got the same bytes. */
    private void compare(Path home, Class<?> program, TestServer server, Tapped tapped, String... cases)
            throws Exception {
        compareOutput(home, program, server, tapped, cases);
        List<byte[]> received = server.received();
        int half = received.size() / 2;
        assertEquals(2 * half, received.size(), "connections at the server");
        for (int i = 0; i < half; i++) {
            assertArrayEquals(received.get(i), received.get(half + i), "connection " + i);
        }
    }

    private void compareOutput(Path home, Class<?> program, TestServer server, Tapped tapped, String... cases)
            throws Exception {
        List<String> args = new ArrayList<>(List.of(cases));
        args.add(0, base(server));
        Plan plan = Plan.usual(home, trustStore);
        Result untapped =
                ProgramRun.start(plan, program, args.toArray(String[]::new)).finish(LIMIT);
        Result withTap = ProgramRun.start(tapped.plan(plan), program, args.toArray(String[]::new))
                .finish(LIMIT);
        assertSame(untapped, withTap, tapped);
    }

    private static void assertSame(Result untapped, Result withTap, Tapped tapped) {
        assertEquals(untapped.outText(), withTap.outText(), () -> "stdout; stderr: " + withTap.errText());
        assertEquals(untapped.errText(), withTap.errText(), "stderr");
        assertEquals(untapped.exit(), withTap.exit(), "exit code");
        assertEquals(1, tapped.seen().events(FlowEvent.ProgramStarted.class).size(), "the agent reported for work");
        assertTrue(
                tapped.seen().events(FlowEvent.Bypassed.class).isEmpty(),
                () -> tapped.seen().events(FlowEvent.Bypassed.class).toString());
    }

    private static String base(TestServer server) {
        return "https://" + TestCertificates.NAME + ":" + server.port();
    }
}
