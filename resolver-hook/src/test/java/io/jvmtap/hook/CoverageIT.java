package io.jvmtap.hook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is not tapped is counted, with the reason. */
class CoverageIT {
    private static final String CONNECTS = "io.jvmtap.hook.program.Connects";

    @TempDir
    Path folder;

    static List<Jvm> jvms() {
        return Jvm.all();
    }

    @ParameterizedTest
    @MethodSource("jvms")
    void excludedConnectionsAreCountedAsSuch(Jvm jvm) throws Exception {
        try (Bench bench = new Bench(jvm, folder).with("exclude=other.*")) {
            bench.tapped(CONNECTS, "socket,timed,selector", "other.example.test", bench.port());
            check(bench, List.of("excluded (-x)\t3"));
        }
    }

    @ParameterizedTest
    @MethodSource("jvms")
    void connectionsThatNoGlobSelectsAreCountedAsSuch(Jvm jvm) throws Exception {
        try (Bench bench = new Bench(jvm, folder).with("include=api.*")) {
            bench.tapped(CONNECTS, "socket", "other.example.test", bench.port());
            check(bench, List.of("not selected (-H)\t1"));
        }
    }

    @ParameterizedTest
    @MethodSource("jvms")
    void theProgramsOwnLoopbackTrafficIsNot(Jvm jvm) throws Exception {
        try (Bench bench = new Bench(jvm, folder)) {
            bench.tapped(CONNECTS, "socket,channel", "127.0.0.1", bench.port());
            assertTrue(bench.proxy.saidBye());
            assertEquals(List.of(), Coverage.texts(bench.proxy, 5));
            assertEquals(List.of(), Coverage.texts(bench.proxy, 6));
        }
    }

    private static void check(Bench bench, List<String> reasons) throws Exception {
        assertTrue(bench.proxy.saidBye());
        assertEquals(List.of(), bench.proxy.redirected);
        assertEquals(reasons, Coverage.texts(bench.proxy, 5));
        assertEquals(List.of("127.0.0.1\t" + bench.port()), Coverage.texts(bench.proxy, 6));
        assertEquals(0, Coverage.errors(bench.proxy));
    }
}
