package io.jvmtap.hook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What fails without us fails with us: the same class, message and stack trace, byte for byte. */
class FailureIT {
    private static final String FAILS = "io.jvmtap.hook.program.Fails";

    @TempDir
    Path folder;

    static List<Arguments> waysToBeRefused() {
        List<Arguments> all = new ArrayList<>();
        for (Jvm jvm : Jvm.all()) {
            for (String way : jvm.having("socket", "timed", "channel", "adaptor", "selector", "async", "http", "url")) {
                all.add(Arguments.of(jvm, way));
            }
        }
        return all;
    }

    /** Which thread tells of the failure, and so what stands below it in the trace, is a matter of timing without us too. */
    private static final Set<String> HANDED_ON = Set.of("async", "http");

    /** Each exception of the trace with the place that threw it. */
    private static String withoutCallers(Jvm.Outcome outcome) {
        StringBuilder kept = new StringBuilder("exit " + outcome.exit() + outcome.out() + "\n");
        boolean thrown = false;
        for (String line : outcome.err().split("\n")) {
            boolean frame = line.startsWith("\tat ") || line.startsWith("\t... ");
            if (!frame || thrown) {
                kept.append(line).append('\n');
            }
            thrown = !frame;
        }
        return kept.toString();
    }

    static List<Jvm> jvms() {
        return Jvm.all();
    }

    @ParameterizedTest
    @MethodSource("waysToBeRefused")
    void aRefusedPortIsRefusedWithTheSameTrace(Jvm jvm, String way) throws Exception {
        try (Bench bench = new Bench(jvm, folder)) {
            String port = String.valueOf(Bench.freePort());
            Jvm.Outcome plain = bench.untapped(FAILS, way, "api.example.test", port);
            Jvm.Outcome tapped = bench.tapped(FAILS, way, "api.example.test", port);

            assertTrue(plain.err().contains("ConnectException"), plain.err());
            if (HANDED_ON.contains(way)) {
                assertEquals(withoutCallers(plain), withoutCallers(tapped));
            } else {
                assertEquals(plain, tapped);
            }
            assertTrue(bench.proxy.redirected.size() >= 1);
        }
    }

    @ParameterizedTest
    @MethodSource("jvms")
    void anUnknownHostIsUnknownWithTheSameTrace(Jvm jvm) throws Exception {
        try (Bench bench = new Bench(jvm, folder)) {
            for (String way : List.of("socket", "lookup")) {
                Jvm.Outcome plain = bench.untapped(FAILS, way, "nowhere.example.test", "80");
                Jvm.Outcome tapped = bench.tapped(FAILS, way, "nowhere.example.test", "80");
                assertTrue(plain.err().contains("UnknownHostException"), plain.err());
                assertEquals(plain, tapped);
            }
            assertTrue(bench.proxy.saidBye());
            TestProxy.Frame lookup = bench.proxy.frames(0x02).get(0);
            assertEquals("nowhere.example.test", lookup.text(1));
            assertTrue(lookup.text(6).startsWith("java.net.UnknownHostException: "), lookup.text(6));
        }
    }

    @ParameterizedTest
    @MethodSource("jvms")
    void everyVerdictIsTheExceptionThatTheJdkHasForIt(Jvm jvm) throws Exception {
        String[] expected = {
            "", "ConnectException: Connection refused", "NoRouteToHostException: No route to host",
            "Network is unreachable", "ConnectException: Connection timed out", "SocketException: Connection reset"
        };
        try (Bench bench = new Bench(jvm, folder)) {
            for (String way : List.of("socket", "channel", "selector", "async")) {
                for (int verdict = 1; verdict < expected.length; verdict++) {
                    bench.proxy.verdict = verdict;
                    String err = bench.tapped(FAILS, way, "api.example.test", bench.port())
                            .err();
                    assertTrue(err.contains(expected[verdict]), way + verdict + err);
                    assertTrue(err.contains(innermost(jvm, way) + "(Native Method)\n"), err);
                    assertTrue(!err.contains("jvmtap.hook.boot"), err);
                }
            }
        }
    }

    private static String innermost(Jvm jvm, String way) {
        switch (way) {
            case "socket":
                return jvm.hasPlainSockets() ? "PlainSocketImpl.socketConnect" : "sun.nio.ch.Net.connect0";
            case "channel":
                return "sun.nio.ch.Net.connect0";
            case "async":
                return "UnixAsynchronousSocketChannelImpl.checkConnect";
            default:
                return jvm.hasPlainSockets() ? "SocketChannelImpl.checkConnect" : "sun.nio.ch.Net.pollConnect";
        }
    }

    @ParameterizedTest
    @MethodSource("jvms")
    void theProgramsOwnTimeLimitHolds(Jvm jvm) throws Exception {
        try (Bench bench = new Bench(jvm, folder)) {
            bench.proxy.verdict = 4;
            Jvm.Outcome outcome = bench.tapped(FAILS, "short", "api.example.test", bench.port());
            String message = jvm.hasPlainSockets() ? "connect timed out" : "Connect timed out";
            String frame = jvm.hasPlainSockets() ? "socketConnect(Native Method)" : "timedFinishConnect";
            assertTrue(outcome.err().contains("java.net.SocketTimeoutException: " + message), outcome.err());
            assertTrue(outcome.err().contains(frame), outcome.err());
            int told =
                    ByteBuffer.wrap(bench.proxy.redirected.get(0).bytes(0xE7)).getInt();
            assertTrue(told > 0 && told <= 300, "told " + told);
        }
    }
}
