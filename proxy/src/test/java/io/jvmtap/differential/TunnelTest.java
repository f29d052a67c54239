package io.jvmtap.differential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvmtap.differential.ProgramRun.Plan;
import io.jvmtap.differential.ProgramRun.Result;
import io.jvmtap.differential.TestCertificates.Leaf;
import io.jvmtap.differential.programs.HttpClientProgram;
import io.jvmtap.differential.programs.UrlConnectionProgram;
import io.jvmtap.flow.FlowEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A program that has been told to use a proxy of its own: it still does, and what it says inside is seen. */
@Tag("slow") // starts JVMs
class TunnelTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String PROXY = "proxy.jvmtap.test";

    @TempDir
    private Path directory;

    static Stream<Arguments> programs() {
        return JdkHomes.ofPrograms().values().stream()
                .flatMap(home -> Stream.of(
                        Arguments.of(home, UrlConnectionProgram.class, "https.proxy"),
                        Arguments.of(home, HttpClientProgram.class, "https.proxy"),
                        Arguments.of(home, UrlConnectionProgram.class, "socksProxy")));
    }

    @ParameterizedTest
    @MethodSource("programs")
    void whatPassesThroughIsTheSameAndIsRead(Path home, Class<?> program, String kind) throws Exception {
        TestCertificates certificates = new TestCertificates();
        try (TestServer server = TestServer.tls(certificates.server(Leaf.VALID));
                TunnelServer tunnel = new TunnelServer();
                Tapped tapped = new Tapped(directory)) {
            Plan usual = Plan.usual(home, certificates.trustStore(directory));
            Map<String, String> hosts = new HashMap<>(usual.hosts());
            hosts.put(PROXY, "127.0.0.1");
            Plan plan = new Plan(home, hosts, usual.jvmArgs(), Map.of())
                    .with("-D" + kind + "Host=" + PROXY, "-D" + kind + "Port=" + tunnel.port());
            String[] args = {"https://" + TestCertificates.NAME + ":" + server.port(), "hello", "chunked", "echo"};
            Result untapped = ProgramRun.start(plan, program, args).finish(LIMIT);
            Result withTap = ProgramRun.start(tapped.plan(plan), program, args).finish(LIMIT);
            assertEquals(untapped.outText(), withTap.outText());
            assertEquals(untapped.errText(), withTap.errText());
            assertEquals(untapped.exit(), withTap.exit());
            assertTrue(untapped.outText().contains("200") || untapped.outText().contains("TLS"), untapped.outText());

            List<String> read = tapped.seen().events(FlowEvent.RequestHead.class).stream()
                    .filter(request -> !request.method().equals("CONNECT"))
                    .map(request -> request.scheme() + " " + request.target())
                    .toList();
            assertEquals(List.of("https /hello", "https /chunked", "https /echo"), read);
            assertTrue(
                    tapped.seen().events(FlowEvent.ConnectionOpened.class).stream()
                            .allMatch(opened -> opened.destination().host().equals(PROXY)),
                    "all through the proxy");
        }
    }
}
