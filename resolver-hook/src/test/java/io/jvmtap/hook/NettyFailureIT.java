package io.jvmtap.hook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What fails in Netty without us fails with us, in Netty's own words; and a lost proxy is passed by. */
class NettyFailureIT {
    private static final String PROGRAM = "io.jvmtap.hook.program.NettyConnects";
    private static final String HOST = "api.example.test";

    @TempDir
    Path folder;

    /** NIO is the JDK's, see FailureIT; and one JDK is enough for the older Netty. */
    static List<Arguments> transports() {
        List<Arguments> all = new ArrayList<>();
        for (Jvm jvm : Jvm.ends()) {
            for (NettyCopy copy : NettyCopy.all()) {
                for (String transport : copy.transports()) {
                    boolean first = jvm.equals(Jvm.ends().get(0));
                    if (!transport.equals("nio") && (first || copy.transports().contains("io_uring"))) {
                        all.add(Arguments.of(jvm, copy, transport));
                    }
                }
            }
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("transports")
    void aRefusedPortAndAnUnknownHostAreTheSameErrors(Jvm jvm, NettyCopy copy, String transport) throws Exception {
        try (Bench bench = new Bench(jvm, folder).with("keepAddresses=true")) {
            NettyIT.assumeRuns(bench, copy, transport);
            String port = String.valueOf(Bench.freePort());
            for (String host : List.of(HOST, "nowhere.example.test")) {
                String[] command = copy.command(PROGRAM, transport, "plain", host, port);
                Jvm.Outcome plain = bench.untapped(command);
                assertTrue(plain.out().contains("Exception: "), plain.out());
                assertEquals(plain.out(), bench.tapped(command).out());
            }
            assertEquals(1, bench.proxy.redirected.size());
            assertTrue(bench.proxy.saidBye());
            assertEquals(0, Coverage.errors(bench.proxy));
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void everyVerdictIsTheErrorThatNettyHasForIt(Jvm jvm, NettyCopy copy, String transport) throws Exception {
        String[] expected = {
            "",
            "Connection refused",
            "NoRouteToHostException",
            "NoRouteToHostException",
            // The program's own limit is still to come.
            "connection timed out",
            "Connection reset"
        };
        try (Bench bench = new Bench(jvm, folder)) {
            NettyIT.assumeRuns(bench, copy, transport);
            for (int verdict = 1; verdict < expected.length; verdict++) {
                bench.proxy.verdict = verdict;
                String out = bench.tapped(copy.command(PROGRAM, transport, "short", HOST, bench.port()))
                        .out();
                assertTrue(out.contains(expected[verdict]), verdict + " " + out);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void theProgramsOwnTimeLimitHolds(Jvm jvm, NettyCopy copy, String transport) throws Exception {
        try (Bench bench = new Bench(jvm, folder)) {
            NettyIT.assumeRuns(bench, copy, transport);
            bench.proxy.verdict = TestProxy.NEVER;
            String out = bench.tapped(copy.command(PROGRAM, transport, "short", HOST, bench.port()))
                    .out();
            assertTrue(out.startsWith("short: io.netty.channel.ConnectTimeoutException: connection timed out"), out);
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void aProxyThatHangsVanishesOrIsNoneIsPassedByOnTheSameSocket(Jvm jvm, NettyCopy copy, String transport)
            throws Exception {
        for (TestProxy.Manner manner : List.of(
                TestProxy.Manner.SILENT_TO_CONNECTIONS, TestProxy.Manner.VANISHING, TestProxy.Manner.IMPOSTOR)) {
            try (Bench bench = new Bench(jvm, folder).with("quiet=true")) {
                NettyIT.assumeRuns(bench, copy, transport);
                bench.proxy.manner = manner;
                String[] command = copy.command(PROGRAM, transport, "shown,manual", HOST, bench.port());
                Jvm.Outcome plain = bench.untapped(command);
                assertEquals(plain.out(), bench.tapped(command).out(), manner.name());
                assertEquals(4, bench.reachedServer.size());
                assertEquals(0, bench.proxy.afterImpostorsAck.size());
                assertTrue(bench.proxy.saidBye());
                assertTrue(bench.proxy.frames(0x06).size() >= 1);
                assertEquals(0, Coverage.errors(bench.proxy));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void withoutAProxyItGoesStraightOrIsRefusedIfSoAsked(Jvm jvm, NettyCopy copy, String transport) throws Exception {
        try (Bench bench = new Bench(jvm, folder).with("quiet=true")) {
            NettyIT.assumeRuns(bench, copy, transport);
            bench.proxy.close();
            String[] command = copy.command(PROGRAM, transport, "shown", HOST, bench.port());
            assertEquals(bench.untapped(command).out(), bench.tapped(command).out());
            bench.with("failClosed=true");
            String out = bench.tapped(command).out();
            assertTrue(out.contains("Connection refused"), out);
            assertEquals(2, bench.reachedServer.size());
        }
    }
}
