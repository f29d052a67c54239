package io.jvmtap.hook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way to connect goes through the proxy, preface first, and the program sees what it would see without us. */
class ConnectIT {
    private static final String CONNECTS = "io.jvmtap.hook.program.Connects";
    private static final String[] ALL_WAYS = {
        "socket",
        "timed",
        "constructor",
        "bound",
        "no-proxy",
        "factory",
        "url",
        "channel",
        "adaptor",
        "selector",
        "registered-first",
        "spinning",
        "finish-blocking",
        "async",
        "handler",
        "http"
    };

    @TempDir
    Path folder;

    static List<Jvm> jvms() {
        return Jvm.all();
    }

    @ParameterizedTest
    @MethodSource("jvms")
    void virtualThreadsAreRedirectedToo(Jvm jvm) throws Exception {
        assumeTrue(jvm.version() >= 21);
        try (Bench bench = new Bench(jvm, folder)) {
            String odds = "io.jvmtap.hook.program.Odds";
            assertEquals(
                    bench.untapped(odds, "virtual", "api.example.test", bench.port()),
                    bench.tapped(odds, "virtual", "api.example.test", bench.port()));
            assertEquals(10, bench.proxy.redirected.size());
        }
    }

    @ParameterizedTest
    @MethodSource("jvms")
    void everyWayToConnectIsRedirectedAndLooksTheSame(Jvm jvm) throws Exception {
        try (Bench bench = new Bench(jvm, folder)) {
            List<String> ways = jvm.having(ALL_WAYS);
            String all = String.join(",", ways);
            Jvm.Outcome plain = bench.untapped(CONNECTS, all, "api.example.test", bench.port());
            // Two of the ways make two connections.
            int connections = ways.size() + 2;
            assertEquals(connections, bench.reachedServer.size(), plain.toString());
            Jvm.Outcome tapped = bench.tapped(CONNECTS, all, "api.example.test", bench.port());

            assertEquals(plain, tapped);
            assertEquals(connections, bench.proxy.redirected.size());
            assertEquals(2 * connections, bench.reachedServer.size());
            for (TestProxy.Redirected one : bench.proxy.redirected) {
                assertEquals("api.example.test", one.authority());
                assertEquals(bench.port(), String.valueOf(one.port()));
                assertEquals("/127.0.0.1", one.destination().toString());
                assertEquals("bench", one.text(0xE5));
            }
            for (String request : bench.reachedServer) {
                assertTrue(request.startsWith("GET / HTTP/1.1\r\n"), request);
            }
            String frames = bench.proxy.redirected.get(0).text(0xE4);
            assertTrue(frames.startsWith(CONNECTS + ".bySocket(Connects.java:"), frames);
            assertTrue(bench.proxy.saidBye());
            assertEquals(0, Coverage.errors(bench.proxy));
        }
    }

    @ParameterizedTest
    @MethodSource("jvms")
    void twoThreadsThatFinishOneConnectBothSeeItConnected(Jvm jvm) throws Exception {
        try (Bench bench = new Bench(jvm, folder)) {
            assertEquals(
                    new Jvm.Outcome(0, "true HTTP/1.1 200 Fine\n".repeat(50), ""),
                    bench.tapped("io.jvmtap.hook.program.Odds", "shared", "api.example.test", bench.port()));
            assertEquals(50, bench.proxy.redirected.size());
        }
    }
}
