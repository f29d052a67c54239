package io.jvmtap.differential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvmtap.differential.ProgramRun.Plan;
import io.jvmtap.differential.ProgramRun.Result;
import io.jvmtap.differential.TestCertificates.Leaf;
import io.jvmtap.differential.programs.PooledProgram;
import io.jvmtap.query.ExchangeRow;
import io.jvmtap.record.CaptureReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests that share a pooled connection name the lines that sent them, and not the one that opened it. */
@Tag("slow") // starts JVMs
class CallersTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    static List<Integer> jdks() {
        return List.copyOf(JdkHomes.ofPrograms().keySet());
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void threeRequestsOnOneConnectionHaveThreeCallers(int jdk) throws Exception {
        TestCertificates certificates = new TestCertificates();
        Plan plan = Plan.usual(JdkHomes.ofPrograms().get(jdk), certificates.trustStore(directory));
        try (TestServer encrypted = TestServer.tls(certificates.server(Leaf.VALID));
                TestServer plain = TestServer.plain();
                Tapped tapped = new Tapped(directory)) {
            for (String url : List.of(url("https", encrypted), url("http", plain))) {
                Result untapped =
                        ProgramRun.start(plan, PooledProgram.class, url).finish(LIMIT);
                Result result = ProgramRun.start(tapped.plan(plan), PooledProgram.class, url)
                        .finish(LIMIT);
                assertEquals(untapped.outText() + untapped.errText(), result.outText() + result.errText());
            }
            try (CaptureReader capture = tapped.capture()) {
                List<ExchangeRow> rows = capture.exchangesAfter(0, 10);
                List<String> callers = rows.stream().map(CallersTest::caller).collect(Collectors.toList());
                List<String> each = List.of("main: first", "main: second", "other: third");
                assertEquals(6, callers.size(), callers.toString());
                assertEquals(each, callers.subList(0, 3));
                assertEquals(each, callers.subList(3, 6));
                assertTrue(rows.stream().map(ExchangeRow::connection).distinct().count() == 2, rows.toString());
            }
        }
    }

    /** The innermost frame is the shared one. */
    private static String caller(ExchangeRow row) {
        String frame = row.cause().frames().get(1);
        String method = frame.replaceAll(".*PooledProgram\\.(\\w+)\\(PooledProgram\\.java:\\d+\\)", "$1");
        return row.cause().thread() + ": " + method;
    }

    private static String url(String scheme, TestServer server) {
        return scheme + "://" + TestCertificates.NAME + ":" + server.port() + "/hello";
    }
}
