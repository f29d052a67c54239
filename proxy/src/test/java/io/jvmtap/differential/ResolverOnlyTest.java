package io.jvmtap.differential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jvmtap.differential.ProgramRun.Plan;
import io.jvmtap.differential.ProgramRun.Result;
import io.jvmtap.differential.TestCertificates.Leaf;
import io.jvmtap.differential.programs.HttpClientProgram;
import io.jvmtap.differential.programs.UrlConnectionProgram;
import io.jvmtap.flow.FlowEvent;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** No connect is hooked: the proxy listens on the server's own port, of the addresses that lookups get. */
@Tag("slow") // starts two JVMs for each case
class ResolverOnlyTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    private TestCertificates certificates;
    private Path trustStore = Path.of("unset");

    @BeforeEach
    void prepare() throws Exception {
        assumeTrue(System.getProperty("os.name").contains("Linux"));
        certificates = new TestCertificates();
        trustStore = certificates.trustStore(directory);
    }

    static Stream<Arguments> programs() {
        return JdkHomes.ofPrograms().values().stream()
                .flatMap(home -> Stream.of(HttpClientProgram.class, UrlConnectionProgram.class)
                        .map(program -> Arguments.of(home, program)));
    }

    @ParameterizedTest
    @MethodSource("programs")
    void aProgramIsTappedByItsLookupsAlone(Path home, Class<?> program) throws Exception {
        try (TestServer server = TestServer.tls(certificates.server(Leaf.VALID));
                Tapped tapped = new Tapped(directory, List.of(server.port()))) {
            Plan plan = Plan.usual(home, trustStore);
            String[] args = {"https://" + TestCertificates.NAME + ":" + server.port(), "hello", "echo", "gzip"};
            Result untapped = ProgramRun.start(plan, program, args).finish(LIMIT);
            Result withTap = ProgramRun.start(tapped.plan(plan), program, args).finish(LIMIT);

            assertEquals(untapped.outText(), withTap.outText());
            assertEquals(untapped.errText(), withTap.errText());
            assertEquals(3, tapped.seen().events(FlowEvent.RequestHead.class).size());
            FlowEvent.ConnectionOpened opened =
                    tapped.seen().events(FlowEvent.ConnectionOpened.class).get(0);
            assertEquals(TestCertificates.NAME, opened.destination().host());
            assertEquals(server.port(), opened.destination().port());
            assertEquals(
                    tapped.seen().events(FlowEvent.ProgramStarted.class).get(0).program(), opened.program());
            assertTrue(tapped.seen().events(FlowEvent.TrustJudged.class).stream()
                    .allMatch(judged -> judged.failure() == null));
        }
    }

    @Test
    void aPortThatIsTakenOnEveryAddressLeavesTheProgramUntappedAndSaysSo() throws Exception {
        Path home = Path.of(System.getProperty("java.home"));
        try (TestServer server = TestServer.tls(certificates.server(Leaf.VALID));
                ServerSocket everywhere = new ServerSocket(0);
                Tapped tapped = new Tapped(directory, List.of(everywhere.getLocalPort()))) {
            Plan plan = Plan.usual(home, trustStore);
            String[] args = {"https://" + TestCertificates.NAME + ":" + server.port(), "hello"};
            Result withTap = ProgramRun.start(tapped.plan(plan), UrlConnectionProgram.class, args)
                    .finish(LIMIT);

            assertTrue(withTap.outText().contains("  200 "), withTap.outText() + withTap.errText());
            assertTrue(tapped.seen().events(FlowEvent.ConnectionOpened.class).isEmpty());
            FlowEvent.Bypassed bypassed =
                    tapped.seen().events(FlowEvent.Bypassed.class).get(0);
            assertEquals(TestCertificates.NAME, bypassed.host());
            assertTrue(bypassed.reason().startsWith("cannot listen on 127.64."), bypassed.reason());
        }
    }
}
