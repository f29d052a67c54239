package io.jvmtap.hook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each flight on a connection is reported with the line and the thread that sent it, and where its bytes begin. */
class CallerIT {
    private static final String PROGRAM = "io.jvmtap.hook.program.SameConnection";
    private static final int REQUEST = "GET / HTTP/1.1\r\nHost: h\r\n\r\n".length();

    @TempDir
    Path folder;

    static List<Jvm> jvms() {
        return Jvm.all();
    }

    @ParameterizedTest
    @MethodSource("jvms")
    void threeRequestsInTheJdksTlsHaveThreeCallers(Jvm jvm) throws Exception {
        try (Bench bench = new Bench(jvm, folder);
                TlsEcho echo = new TlsEcho("api.example.test")) {
            check(bench, "tls", echo.port());
        }
    }

    @ParameterizedTest
    @MethodSource("jvms")
    void threeRequestsInTheClearHaveThreeCallers(Jvm jvm) throws Exception {
        try (Bench bench = new Bench(jvm, folder);
                TlsEcho echo = TlsEcho.plain()) {
            check(bench, "plain", echo.port());
        }
    }

    private static void check(Bench bench, String way, int port) throws Exception {
        Jvm.Outcome outcome = bench.tapped(PROGRAM, way, "api.example.test", String.valueOf(port));
        assertEquals(new Jvm.Outcome(0, "three\n", ""), outcome);
        assertTrue(bench.proxy.saidBye());
        assertEquals(0, Coverage.errors(bench.proxy));
        int layer = way.equals("tls") ? 1 : 0;
        List<TestProxy.Frame> callers = bench.proxy.frames(0x04).stream()
                .filter(frame -> frame.bytes(6)[0] == layer)
                .toList();
        assertEquals(3, callers.size(), callers.toString());
        String[] methods = {"first", "second", "third"};
        for (int i = 0; i < 3; i++) {
            TestProxy.Frame caller = callers.get(i);
            assertTrue(caller.text(3).startsWith(PROGRAM + "." + methods[i] + "(SameConnection.java:"), caller.text(3));
            assertEquals(i < 2 ? "main" : "other", caller.text(2));
            assertEquals((long) i * REQUEST, ByteBuffer.wrap(caller.bytes(5)).getLong());
            assertEquals(ByteBuffer.wrap(bench.proxy.redirected.get(0).bytes(0x05)), ByteBuffer.wrap(caller.bytes(1)));
        }
    }
}
