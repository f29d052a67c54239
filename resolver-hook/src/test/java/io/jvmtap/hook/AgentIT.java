package io.jvmtap.hook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The agent as a guest: silent, in place, once, and out of the way of what is not its business. */
class AgentIT {
    private static final String ODDS = "io.jvmtap.hook.program.Odds";
    private static final String CONNECTS = "io.jvmtap.hook.program.Connects";

    @TempDir
    Path folder;

    static List<Jvm> jvms() {
        return Jvm.all();
    }

    @ParameterizedTest
    @MethodSource("jvms")
    void aProgramThatDoesNothingSeesNothing(Jvm jvm) throws Exception {
        try (Bench bench = new Bench(jvm, folder)) {
            assertEquals(new Jvm.Outcome(0, "nothing\n", ""), bench.tapped(ODDS, "nothing"));
            assertTrue(bench.proxy.saidBye());
            TestProxy.Frame hello = bench.proxy.frames(0x01).get(0);
            assertEquals("bench", hello.text(2));
            assertEquals(ODDS + " nothing", hello.text(6));
        }
    }

    /** With the shared archive, which a test that verifies the JDK's classes goes without: no warning of the JVM's. */
    @ParameterizedTest
    @MethodSource("jvms")
    void theJvmHasNothingToSayAboutTheAgent(Jvm jvm) throws Exception {
        try (Bench bench = new Bench(jvm, folder).unverified()) {
            Jvm.Outcome plain = bench.untapped(CONNECTS, "socket,selector", "api.example.test", bench.port());
            assertEquals(plain, bench.tapped(CONNECTS, "socket,selector", "api.example.test", bench.port()));
            assertEquals("", plain.err());
            assertEquals(2, bench.proxy.redirected.size());
        }
    }

    @ParameterizedTest
    @MethodSource("jvms")
    void aProgramFindsTheEntryPointAndTheBootPartByNameAndNothingElse(Jvm jvm) throws Exception {
        List<String> all = new ArrayList<>(List.of("org.objectweb.asm.ClassReader"));
        List<String> open = new ArrayList<>();
        try (JarFile jar = new JarFile(Jvm.agentJar().toFile())) {
            for (JarEntry entry : jar.stream().toList()) {
                String path = entry.getName();
                if (path.endsWith(".class")) {
                    String name =
                            path.replace("inst/", "").replace(".class", "").replace('/', '.');
                    all.add(name);
                    if (!path.startsWith("inst/")) {
                        open.add(name);
                    }
                }
            }
        }
        try (Bench bench = new Bench(jvm, folder)) {
            Jvm.Outcome tapped = bench.tapped(ODDS, "visible", String.join(",", all));
            assertEquals(String.join("\n", open) + "\n", tapped.out());
        }
    }

    @ParameterizedTest
    @MethodSource("jvms")
    void socketsOfTheFileSystemAreLeftAlone(Jvm jvm) throws Exception {
        assumeTrue(jvm.version() >= 16);
        try (Bench bench = new Bench(jvm, folder)) {
            Jvm.Outcome plain =
                    bench.untapped(ODDS, "unix", folder.resolve("plain.socket").toString());
            assertEquals(
                    plain,
                    bench.tapped(ODDS, "unix", folder.resolve("tapped.socket").toString()));
            assertEquals(List.of(), bench.proxy.redirected);
        }
    }

    @ParameterizedTest
    @MethodSource("jvms")
    void everyHookIsInPlaceAndHasSuppressedNothing(Jvm jvm) throws Exception {
        try (Bench bench = new Bench(jvm, folder)) {
            bench.tapped(CONNECTS, "socket,selector", "api.example.test", bench.port());
            assertTrue(bench.proxy.saidBye());
            List<TestProxy.Frame> coverage = bench.proxy.frames(0x05);
            List<String> hooks = coverage.get(coverage.size() - 1).each(1).stream()
                    .map(line -> new String(line, StandardCharsets.UTF_8))
                    .filter(line -> !line.startsWith("process"))
                    .toList();
            assertTrue(hooks.size() >= 5, hooks.toString());
            for (String hook : hooks) {
                // Asynchronous channels, security and Netty are not used by that program.
                boolean used = !hook.startsWith("connect.async")
                        && !hook.startsWith("trust")
                        && !hook.startsWith("callsite.tls")
                        && !hook.startsWith("loaders")
                        && !hook.contains("netty");
                assertTrue(hook.contains("\tin place\t") || !used && hook.contains("\tnot loaded yet\t"), hook);
                assertTrue(hook.endsWith("\t0"), hook);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("jvms")
    void aSecondAgentOptionChangesNothing(Jvm jvm) throws Exception {
        try (Bench bench = new Bench(jvm, folder)) {
            bench.option(bench.agent());
            Jvm.Outcome tapped = bench.tapped(CONNECTS, "socket", "api.example.test", bench.port());
            assertEquals("", tapped.err());
            assertEquals(1, bench.proxy.redirected.size());
        }
    }

    @ParameterizedTest
    @MethodSource("jvms")
    void aRenamedJarWorks(Jvm jvm) throws Exception {
        Path renamed = Files.copy(Jvm.agentJar(), folder.resolve("other name.jar"));
        try (Bench bench = new Bench(jvm, folder).jar(renamed)) {
            Jvm.Outcome tapped = bench.tapped(CONNECTS, "socket", "api.example.test", bench.port());
            assertTrue(tapped.out().contains("200 Fine"), tapped.out());
            assertEquals(1, bench.proxy.redirected.size());
        }
    }

    @ParameterizedTest
    @MethodSource("jvms")
    void aMissingOrBrokenSessionFileLeavesTheProgramAlone(Jvm jvm) throws Exception {
        try (Bench bench = new Bench(jvm, folder).with("token=short")) {
            assertEquals(new Jvm.Outcome(0, "nothing\n", ""), bench.tapped(ODDS, "nothing"));
            bench.option("-javaagent:" + Jvm.agentJar() + "=" + folder.resolve("absent"));
            assertEquals(new Jvm.Outcome(0, "nothing\n", ""), bench.untapped(ODDS, "nothing"));
            bench.option("-javaagent:" + Jvm.agentJar());
            assertEquals(new Jvm.Outcome(0, "nothing\n", ""), bench.untapped(ODDS, "nothing"));
        }
    }

    @ParameterizedTest
    @MethodSource("jvms")
    void theProgramsOwnLoopbackAndDatagramsAreLeftAlone(Jvm jvm) throws Exception {
        try (Bench bench = new Bench(jvm, folder)) {
            assertEquals(bench.untapped(ODDS, "own"), bench.tapped(ODDS, "own"));
            assertEquals(
                    bench.untapped(ODDS, "datagram", "api.example.test"),
                    bench.tapped(ODDS, "datagram", "api.example.test"));
            assertEquals(List.of(), bench.proxy.redirected);
        }
    }

    @ParameterizedTest
    @MethodSource("jvms")
    void classLoadersThatSeeNothingAreTapped(Jvm jvm) throws Exception {
        try (Bench bench = new Bench(jvm, folder)) {
            Jvm.Outcome tapped = bench.tapped(ODDS, "blind", "api.example.test", bench.port());
            assertTrue(tapped.out().endsWith("socket: HTTP/1.1 200 Fine\ntrue\n"), tapped.out() + tapped.err());
            assertEquals(1, bench.proxy.redirected.size());
        }
    }

    @ParameterizedTest
    @MethodSource("jvms")
    void twoHundredConnectionsAtOnceAllArrive(Jvm jvm) throws Exception {
        try (Bench bench = new Bench(jvm, folder)) {
            assertEquals(new Jvm.Outcome(0, "200\n", ""), bench.tapped(ODDS, "many", "api.example.test", bench.port()));
            assertEquals(200, bench.proxy.redirected.size());
        }
    }

    @ParameterizedTest
    @MethodSource("jvms")
    void closingASocketThatConnectsEndsItAsAlways(Jvm jvm) throws Exception {
        try (Bench bench = new Bench(jvm, folder)) {
            bench.proxy.verdict = TestProxy.NEVER;
            Jvm.Outcome closed = bench.tapped(ODDS, "close", "api.example.test", bench.port());
            assertEquals("""
                    java.net.SocketException: Socket closed
                    java.net.SocketException: Socket closed
                    java.nio.channels.AsynchronousCloseException
                    """, closed.out());
            Jvm.Outcome interrupted = bench.tapped(ODDS, "interrupt", "api.example.test", bench.port());
            assertEquals("java.nio.channels.ClosedByInterruptException\n", interrupted.out());
            assertEquals("", closed.err() + interrupted.err());
        }
    }

    @ParameterizedTest
    @MethodSource("jvms")
    void aJavaThatATappedProgramStartsIsTappedToo(Jvm jvm) throws Exception {
        try (Bench bench = new Bench(jvm, folder)) {
            Jvm.Outcome tapped = bench.tapped(ODDS, "child", "api.example.test", bench.port());
            assertTrue(tapped.out().endsWith("socket: HTTP/1.1 200 Fine\n0\ntrue\n"), tapped.toString());
            assertEquals(1, bench.proxy.redirected.size());
            assertEquals(2, bench.proxy.frames(0x01).size());
            assertFalse(bench.proxy.frames(0x0A).isEmpty());
        }
    }
}
