package io.jvmtap.hook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jvmtap.hook.trust.TestPki;
import io.jvmtap.hook.trust.TestPki.Identity;
import io.jvmtap.hook.trust.TestPki.Leaf;
import io.jvmtap.hook.trust.TlsServer;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Platforms that hide classes from each other, and another agent in the same JVM: the program sees the real certificate
 * and judges it with a class of its own, its connections are tapped, and nothing is printed or suppressed.
 */
class GuestIT {
    private static final String HOST = "api.example.test";
    private static final Identity CA = TestPki.authority("CN=jvmtap local CA");
    private static final Identity ROOT = TestPki.authority("CN=Real Root");
    private static final Identity REAL = TestPki.leaf(ROOT, Leaf.forHost(HOST), "RSA");
    private static final Identity MINTED = TestPki.mint(CA, REAL.certificate());
    private static final String JUDGED = "judged 2, issued by CN=Real Root\n200\nshown CN=Real Root\n";

    @TempDir
    Path folder;

    static List<Jvm> jvms() {
        return Jvm.all();
    }

    /** How a program is run that is given an URL. */
    private interface Command {
        String[] with(String url);
    }

    /** Untapped against the real server, tapped against one that presents what the proxy would. */
    private static void assertLooksTheSame(Bench bench, Command command, int connections) throws Exception {
        try (TlsServer real = new TlsServer(REAL, ROOT.certificate());
                TlsServer minted = new TlsServer(MINTED, ROOT.certificate())) {
            Jvm.Outcome plain = bench.untapped(command.with(url(real)));
            assertTrue(plain.out().contains(JUDGED), plain.toString());
            assertTapped(bench, plain, connections, command.with(url(minted)));
        }
    }

    private static void assertTapped(Bench bench, Jvm.Outcome plain, int connections, String... command)
            throws Exception {
        bench.with("ca=" + Base64.getEncoder().encodeToString(TestPki.encoded(CA.certificate())));
        assertEquals(plain, bench.tapped(command));
        assertEquals(connections, bench.proxy.redirected.size());
        assertTrue(bench.proxy.saidBye());
        assertEquals(0, Coverage.errors(bench.proxy));
        assertEquals(0, Coverage.bypassed(bench.proxy));
        assertTrue(Coverage.line(bench.proxy, "trust.check").contains("\tin place\t"));
    }

    private static String url(TlsServer server) {
        return "https://" + HOST + ":" + server.port() + "/";
    }

    @ParameterizedTest
    @MethodSource("jvms")
    void aBundleOfAnOsgiFrameworkIsTapped(Jvm jvm) throws Exception {
        String bundle = Guests.bundle(jvm.version(), folder.resolve("guest.jar"))
                .toUri()
                .toString();
        String path = Programs.classPath(jvm.version()) + ":" + Guests.jar("org.apache.felix.framework");
        String cache = folder.resolve("cache").toString();
        try (Bench bench = new Bench(jvm, folder)) {
            assertLooksTheSame(
                    bench, url -> new String[] {"-cp", path, "io.jvmtap.hook.program.OsgiHost", bundle, cache, url}, 1);
            assertTrue(Coverage.line(bench.proxy, "loaders").contains("\tin place\t"));
        }
    }

    @ParameterizedTest
    @MethodSource("jvms")
    void aModuleOfJbossModulesIsTapped(Jvm jvm) throws Exception {
        assumeTrue(jvm.version() >= 11, "JBoss Modules 2 needs 11");
        String modules =
                Guests.modules(jvm.version(), folder.resolve("modules")).toString();
        String path = Guests.jar("jboss-modules").toString();
        try (Bench bench = new Bench(jvm, folder)) {
            assertLooksTheSame(
                    bench,
                    url -> new String[] {"-cp", path, "org.jboss.modules.Main", "-mp", modules, "guest", url},
                    1);
        }
    }

    @ParameterizedTest
    @MethodSource("jvms")
    void theAgentOfOpenTelemetryBeforeOrAfterOursChangesNothing(Jvm jvm) throws Exception {
        int connections = 1 + ways(jvm).size();
        try (Bench before = new Bench(jvm, folder).unverified();
                Bench after = new Bench(jvm, folder).unverified();
                TlsServer real = new TlsServer(REAL, ROOT.certificate());
                TlsServer minted = new TlsServer(MINTED, ROOT.certificate())) {
            telemetry().forEach(before::option);
            telemetry().forEach(after::optionBehind);
            // Both runs go to the server of the first, whose port is printed.
            Jvm.Outcome plain = before.untapped(judgedAndConnects(before, url(real)));
            assertTrue(plain.out().contains(JUDGED), plain.toString());
            assertTapped(before, plain, connections, judgedAndConnects(before, url(minted)));
            assertTapped(after, plain, connections, judgedAndConnects(before, url(minted)));
        }
    }

    private static String[] judgedAndConnects(Bench bench, String url) {
        String ways = String.join(",", ways(bench.jvm));
        return new String[] {"io.jvmtap.hook.program.Judged", url, ways, HOST, bench.port()};
    }

    private static List<String> ways(Jvm jvm) {
        return jvm.having("socket", "url", "channel", "selector", "async", "http");
    }

    private static List<String> telemetry() {
        Path jar =
                Path.of("target", "other-agents", "opentelemetry-javaagent.jar").toAbsolutePath();
        return List.of(
                "-javaagent:" + jar,
                "-Dotel.javaagent.logging=none",
                "-Dotel.traces.exporter=none",
                "-Dotel.metrics.exporter=none",
                "-Dotel.logs.exporter=none");
    }
}
