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

/** A proxy that is gone, hangs or is not ours: the program goes on with the real host, or is refused if so asked. */
class LostProxyIT {
    private static final String CONNECTS = "io.jvmtap.hook.program.Connects";
    private static final String SAID =
            "jvmtap: the proxy does not answer; new connections go straight to the real hosts"
                    + " and are not recorded\n";
    private static final String SAID_CLOSED =
            "jvmtap: the proxy does not answer; new connections are refused (--fail-closed)\n";

    @TempDir
    Path folder;

    static List<Arguments> jvmsAndWays() {
        List<Arguments> all = new ArrayList<>();
        for (Jvm jvm : Jvm.all()) {
            for (String way : jvm.having(
                    "socket", "timed", "channel", "adaptor", "registered-first", "spinning", "async", "http")) {
                all.add(Arguments.of(jvm, way));
            }
        }
        return all;
    }

    static List<Jvm> jvms() {
        return Jvm.all();
    }

    @ParameterizedTest
    @MethodSource("jvmsAndWays")
    void aProxyThatNeverAnswersIsPassedByOnTheSameSocket(Jvm jvm, String way) throws Exception {
        try (Bench bench = new Bench(jvm, folder)) {
            bench.proxy.manner = TestProxy.Manner.SILENT_TO_CONNECTIONS;
            Jvm.Outcome plain = bench.untapped(CONNECTS, way, "api.example.test", bench.port());
            Jvm.Outcome tapped = bench.tapped(CONNECTS, way, "api.example.test", bench.port());
            assertEquals(plain.out(), tapped.out(), tapped.err());
            assertEquals(SAID, tapped.err());
            assertTrue(bench.reachedServer.size() >= 2);
            assertTrue(bench.proxy.saidBye());
            assertEquals("api.example.test", bench.proxy.frames(0x06).get(0).text(1));
        }
    }

    @ParameterizedTest
    @MethodSource("jvmsAndWays")
    void anImpostorSeesThePrefaceAndNoByteOfTheProgram(Jvm jvm, String way) throws Exception {
        try (Bench bench = new Bench(jvm, folder).with("quiet=true")) {
            bench.proxy.manner = TestProxy.Manner.IMPOSTOR;
            Jvm.Outcome plain = bench.untapped(CONNECTS, way, "api.example.test", bench.port());
            Jvm.Outcome tapped = bench.tapped(CONNECTS, way, "api.example.test", bench.port());
            assertEquals(plain, tapped);
            assertEquals(0, bench.proxy.afterImpostorsAck.size());
        }
    }

    @ParameterizedTest
    @MethodSource("jvms")
    void aProxyThatVanishesBeforeTheVerdictIsPassedBy(Jvm jvm) throws Exception {
        try (Bench bench = new Bench(jvm, folder)) {
            bench.proxy.manner = TestProxy.Manner.VANISHING;
            Jvm.Outcome tapped = bench.tapped(CONNECTS, "socket,url", "api.example.test", bench.port());
            assertTrue(tapped.out().endsWith("url: 200 Fine\n"), tapped.out());
            assertEquals(SAID, tapped.err());
        }
    }

    @ParameterizedTest
    @MethodSource("jvms")
    void aProxyThatDiesBetweenTwoConnectionsIsPassedByFromThenOn(Jvm jvm) throws Exception {
        try (Bench bench = new Bench(jvm, folder)) {
            bench.proxy.manner = TestProxy.Manner.DYING;
            Jvm.Outcome tapped = bench.tapped("io.jvmtap.hook.program.Odds", "twice", "api.example.test", bench.port());
            assertEquals(0, tapped.exit());
            assertEquals(2, bench.reachedServer.size());
        }
    }

    @ParameterizedTest
    @MethodSource("jvms")
    void withoutAProxyTheProgramWorksAndIsToldOnce(Jvm jvm) throws Exception {
        try (Bench bench = new Bench(jvm, folder)) {
            bench.proxy.close();
            Jvm.Outcome tapped = bench.tapped(CONNECTS, "socket,timed,url", "api.example.test", bench.port());
            assertEquals(0, tapped.exit());
            assertTrue(tapped.out().endsWith("url: 200 Fine\n"), tapped.out());
            assertEquals(SAID, tapped.err());
        }
    }

    @ParameterizedTest
    @MethodSource("jvms")
    void failClosedRefusesInsteadWithTheJdksOwnException(Jvm jvm) throws Exception {
        try (Bench bench = new Bench(jvm, folder).with("failClosed=true")) {
            bench.proxy.close();
            for (String way : List.of("socket", "timed", "channel", "selector", "async")) {
                Jvm.Outcome tapped =
                        bench.tapped("io.jvmtap.hook.program.Fails", way, "api.example.test", bench.port());
                assertEquals(1, tapped.exit());
                assertTrue(tapped.err().startsWith(SAID_CLOSED), tapped.err());
                assertTrue(tapped.err().contains("java.net.ConnectException: Connection refused"), tapped.err());
            }
            assertEquals(List.of(), bench.reachedServer);
        }
    }
}
