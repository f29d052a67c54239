package io.jvmtap.differential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvmtap.differential.ProgramRun.Plan;
import io.jvmtap.differential.ProgramRun.Result;
import io.jvmtap.differential.TestCertificates.Leaf;
import io.jvmtap.differential.programs.SslSocketProgram;
import io.jvmtap.query.ExchangeRow;
import io.jvmtap.record.CaptureReader;
import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} of the proxy's process in the middle of a run: what the program does then, and what is on disk. */
@Tag("slow") // starts JVMs
class KilledProxyTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    /** The promise: at most the last 100 ms are lost. */
    private static final long PROMISED_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final int REQUESTS = 60;
    private static final int BEFORE = 15;
    private static final String SAID =
            "jvmtap: the proxy does not answer; new connections go straight to the real hosts and are not recorded\n";

    @TempDir
    private Path directory;

    @Test
    void theProgramGoesOnAndWhatHadFinishedIsOnDisk() throws Exception {
        TestCertificates certificates = new TestCertificates();
        Plan untapped = Plan.usual(Path.of(System.getProperty("java.home")), certificates.trustStore(directory));
        Path capture = directory.resolve("killed.jvmtap");
        Process proxy = proxy(capture);
        try (TestServer server = TestServer.tls(certificates.server(Leaf.VALID));
                BufferedReader out =
                        new BufferedReader(new InputStreamReader(proxy.getInputStream(), StandardCharsets.UTF_8))) {
            String agent = out.readLine();
            List<String> args = new ArrayList<>(List.of("https://" + TestCertificates.NAME + ":" + server.port()));
            for (int i = 0; i < REQUESTS; i++) {
                args.add("keepalive?" + i + ".");
            }
            long finished = BEFORE - 1;
            try (ProgramRun run =
                    ProgramRun.start(untapped.with(agent), SslSocketProgram.class, args.toArray(String[]::new))) {
                run.awaitOut("case keepalive?" + BEFORE + ".", LIMIT);
                long noted = System.nanoTime();
                for (int i = BEFORE + 1; System.nanoTime() - noted < PROMISED_NANOS; i++) {
                    run.awaitOut("case keepalive?" + i + ".", LIMIT);
                }
                proxy.destroyForcibly();
                Result result = run.finish(LIMIT);
                long answered = result.outText()
                        .lines()
                        .filter(line -> line.startsWith("  body 73 bytes"))
                        .count();
                assertTrue(answered >= REQUESTS - 1, () -> "only what was in flight may fail: " + result.outText());
                assertEquals(0, result.exit(), result.errText());
                assertTrue(result.errText().contains(SAID), result.errText());
                assertEquals(result.errText().indexOf(SAID), result.errText().lastIndexOf(SAID), "said once");
            }
            try (CaptureReader reader = CaptureReader.open(capture)) {
                List<ExchangeRow> rows = reader.exchangesAfter(0, REQUESTS);
                assertTrue(rows.size() >= finished, rows.size() + " of at least " + finished);
                for (ExchangeRow row : rows.subList(0, (int) finished)) {
                    assertEquals(200, row.status(), row.toString());
                    assertTrue(row.timeline().ended() >= 0, row.toString());
                }
            }
        } finally {
            proxy.destroyForcibly();
        }
    }

    private Process proxy(Path capture) throws Exception {
        // Where the finished jar has its agent.
        Path resources = Files.createDirectories(directory.resolve("resources").resolve("agent"));
        Files.copy(Tapped.AGENT, resources.resolve("jvmtap-agent.jar"));
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                resources.getParent() + File.pathSeparator + System.getProperty("java.class.path"),
                "io.jvmtap.cli.Jvmtap",
                "proxy",
                "-c",
                capture.toString());
        builder.environment()
                .putAll(Map.of("JVMTAP_HOME", directory.resolve("home").toString()));
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        return builder.start();
    }
}
