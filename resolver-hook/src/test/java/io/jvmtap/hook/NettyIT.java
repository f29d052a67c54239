package io.jvmtap.hook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Netty over every transport that runs here: redirected, preface first, and the program sees what it would without us. */
class NettyIT {
    private static final String PROGRAM = "io.jvmtap.hook.program.NettyConnects";
    private static final String HOST = "api.example.test";

    /** Whether io_uring runs here, asked once of each JDK. */
    private static final Map<Jvm, String> RING = new ConcurrentHashMap<>();

    @TempDir
    Path folder;

    static List<Arguments> transports() {
        List<Arguments> all = new ArrayList<>();
        for (Jvm jvm : Jvm.ends()) {
            for (NettyCopy copy : NettyCopy.all()) {
                for (String transport : copy.transports()) {
                    all.add(Arguments.of(jvm, copy, transport));
                }
            }
        }
        return all;
    }

    static void assumeRuns(Bench bench, NettyCopy copy, String transport) throws Exception {
        if (transport.equals("io_uring")) {
            String said = RING.get(bench.jvm);
            if (said == null) {
                said = bench.untapped(copy.command("io.jvmtap.hook.program.NettyRing"))
                        .out();
                RING.put(bench.jvm, said);
            }
            assumeTrue(said.equals("available\n"), "io_uring: " + said);
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void everyWayIsRedirectedAndLooksTheSame(Jvm jvm, NettyCopy copy, String transport) throws Exception {
        // NIO knows no fast open, and only epoll keeps what is written while it connects.
        String ways = "plain,shown,manual,turned,"
                + (transport.equals("nio") ? "plain," : "fast-open,")
                + (transport.equals("epoll") ? "early" : "plain");
        try (Bench bench = new Bench(jvm, folder)) {
            assumeRuns(bench, copy, transport);
            Jvm.Outcome plain = bench.untapped(copy.command(PROGRAM, transport, ways, HOST, bench.port()));
            assertTrue(plain.out().endsWith(": HTTP/1.1 200 Fine\n"), plain.out() + plain.err());
            Jvm.Outcome tapped = bench.tapped(copy.command(PROGRAM, transport, ways, HOST, bench.port()));

            assertEquals(plain, tapped);
            assertEquals(6, bench.proxy.redirected.size());
            assertEquals(12, bench.reachedServer.size());
            for (TestProxy.Redirected one : bench.proxy.redirected) {
                assertEquals(HOST, one.authority());
                assertEquals(bench.port(), String.valueOf(one.port()));
                assertEquals("/127.0.0.1", one.destination().toString());
            }
            assertTrue(bench.proxy.saidBye());
            assertEquals(0, Coverage.errors(bench.proxy));
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void manyAtOnceAreAllRedirected(Jvm jvm, NettyCopy copy, String transport) throws Exception {
        try (Bench bench = new Bench(jvm, folder)) {
            assumeRuns(bench, copy, transport);
            Jvm.Outcome tapped = bench.tapped(copy.command(PROGRAM, transport, "many", HOST, bench.port()));
            assertEquals("many: all\n", tapped.out(), tapped.err());
            assertEquals(200, bench.proxy.redirected.size());
            assertTrue(bench.proxy.saidBye());
            assertEquals(0, Coverage.errors(bench.proxy));
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void tlsOfTheJdkAndOfBoringSslGoThrough(Jvm jvm, NettyCopy copy, String transport) throws Exception {
        String ways = "tls-jdk" + (copy.hasNativeTls() ? ",tls-native" : "");
        try (Bench bench = new Bench(jvm, folder);
                TlsEcho server = new TlsEcho(HOST)) {
            assumeRuns(bench, copy, transport);
            String port = String.valueOf(server.port());
            Jvm.Outcome plain = bench.untapped(copy.command(PROGRAM, transport, ways, HOST, port));
            assertTrue(plain.out().endsWith(": HTTP/1.1 200 Fine\n"), plain.out() + plain.err());
            Jvm.Outcome tapped = bench.tapped(copy.command(PROGRAM, transport, ways, HOST, port));
            assertEquals(plain.out(), tapped.out());
            assertEquals(ways.split(",").length, bench.proxy.redirected.size());
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void aNameThatNettyResolvedItselfIsRedirectedByTheName(Jvm jvm, NettyCopy copy, String transport) throws Exception {
        try (Bench bench = new Bench(jvm, folder);
                NameServer names = new NameServer()) {
            assumeRuns(bench, copy, transport);
            String server = String.valueOf(names.port());
            for (String host : List.of("only-dns.example.test", "nowhere.example.test")) {
                String[] command = copy.command(PROGRAM, transport, "shown", host, bench.port(), server);
                Jvm.Outcome plain = bench.untapped(command);
                assertEquals(host.startsWith("only"), plain.out().endsWith("200 Fine\n"), plain.out() + plain.err());
                assertEquals(plain.out(), bench.tapped(command).out());
            }
            assertEquals(1, bench.proxy.redirected.size());
            assertEquals("only-dns.example.test", bench.proxy.redirected.get(0).authority());
            List<TestProxy.Frame> lookups = bench.proxy.frames(0x02);
            assertEquals("only-dns.example.test", lookups.get(0).text(1));
            assertEquals("nowhere.example.test", lookups.get(1).text(1));
            assertTrue(
                    lookups.get(1).text(6).contains("UnknownHostException: "),
                    lookups.get(1).text(6));
        }
    }

    @ParameterizedTest
    @MethodSource("jvms")
    void aRelocatedCopyIsRedirectedToo(Jvm jvm) throws Exception {
        String program = "io.jvmtap.hook.program.NettyShaded";
        NettyCopy copy = NettyCopy.shaded();
        try (Bench bench = new Bench(jvm, folder)) {
            Jvm.Outcome plain = bench.untapped(copy.command(program, HOST, bench.port()));
            assertTrue(plain.out().endsWith("HTTP/1.1 200 Fine\n"), plain.out() + plain.err());
            Jvm.Outcome tapped = bench.tapped(copy.command(program, HOST, bench.port()));
            assertEquals(plain, tapped);
            assertEquals(1, bench.proxy.redirected.size());
        }
    }

    static List<Jvm> jvms() {
        return Jvm.ends();
    }
}
