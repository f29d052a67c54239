package io.jvmtap.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvmtap.flow.Direction;
import io.jvmtap.json.JsonReader;
import io.jvmtap.record.CaptureLimits;
import io.jvmtap.record.CaptureReader;
import io.jvmtap.record.CaptureWriter;
import io.jvmtap.record.SampleCapture;
import io.jvmtap.record.Traffic;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands as a shell runs them: in a process of their own, by exit code, stdout and stderr. */
@NullUnmarked // an unexpected null fails the test, as it should
class CaptureCommandsTest {
    private record Ran(int code, byte[] out, String err) {
        String text() {
            return new String(out, StandardCharsets.UTF_8);
        }
    }

    @TempDir
    Path home;

    @Test
    void theLogIsThatOfTheNewestCaptureUnlessOneIsNamed() throws Exception {
        sample("20261123-120000-billing.jvmtap");
        Ran log = run("log", "-n", "2", "POST", "stripe");
        assertEquals("", log.err);
        assertEquals(0, log.code);
        assertTrue(log.text().startsWith("   1  "), log.text());
        assertEquals(1, log.text().lines().count());
        Ran named = run("log", "-c", "20261123-120000-billing", "--json");
        List<String> ids = named.text()
                .lines()
                .map(line -> (String) ((Map<?, ?>) JsonReader.read(line)).get("id"))
                .toList();
        assertEquals(List.of("1", "2", "3", "c2", "c3", "b1"), ids);
    }

    @Test
    void bytesComeOutExactlyAsTheyWereRecorded() throws Exception {
        Path capture = sample("20261123-120000-billing.jvmtap");
        byte[] wire;
        try (CaptureReader reader = CaptureReader.open(capture)) {
            wire = reader.body(2, Direction.IN).readAllBytes();
        }
        assertArrayEquals(wire, run("show", "2", "--body").out);
        assertEquals(
                "terms and conditions\n".repeat(20),
                run("show", "2", "--body", "--decoded").text());
        assertEquals(
                "GET /terms HTTP/1.1\r\nHost: api.stripe.test\r\n\r\n",
                run("show", "2", "--raw", "--request").text());
        assertEquals("N", run("show", "c2", "--raw").text());
        assertTrue(run("show", "b1").text().contains("excluded by -x"));
    }

    @Test
    void whatGoesWrongIsOneLineAndAnExitCode() throws Exception {
        Ran none = run("log");
        assertEquals(1, none.code);
        assertEquals("jvmtap: there is no capture yet; make one with: jvmtap run -- java ...\n", none.err);
        sample("20261123-120000-billing.jvmtap");
        Ran missing = run("show", "99");
        assertEquals(1, missing.code);
        assertTrue(missing.err.startsWith("jvmtap: there is no flow 99 in "), missing.err);
        Ran usage = run("show", "x3");
        assertEquals(2, usage.code);
        assertTrue(usage.err.startsWith("jvmtap: an ID is a number"), usage.err);
        Ran nowhere =
                run("export", "-F", "har", "-o", home.resolve("none/a.har").toString());
        assertEquals(1, nowhere.code);
        assertTrue(nowhere.err.startsWith("jvmtap: there is no directory for "), nowhere.err);
        assertEquals(
                4,
                List.of(none, missing, usage, nowhere).stream()
                        .filter(ran -> ran.err.lines().count() == 1 && ran.out.length == 0)
                        .count());
    }

    @Test
    void theListOfCapturesNamesEachAndWhatIsWrongWithIt() throws Exception {
        sample("20261123-120000-billing.jvmtap");
        Files.writeString(home.resolve("captures/20270101-000000-junk.jvmtap"), "junk");
        Ran list = run("captures");
        assertEquals(0, list.code, list.err);
        String[] lines = list.text().split("\n");
        assertTrue(lines[0].contains("junk.jvmtap") && lines[0].contains("unreadable: "), lines[0]);
        assertTrue(lines[1].matches("20261123-120000-billing.jvmtap +3 exchanges +\\d+ kB  closed"), lines[1]);
    }

    @Test
    void aHarGoesToStdoutWithoutAFile() throws Exception {
        sample("20261123-120000-billing.jvmtap");
        Ran har = run("export", "-F", "har");
        assertEquals(0, har.code, har.err);
        assertTrue(JsonReader.read(har.text()) instanceof Map<?, ?> map && map.containsKey("log"));
    }

    @Test
    void aWrongFilterShowsThePlaceAndEndsWithTwo() throws Exception {
        sample("20261123-120000-billing.jvmtap");
        Ran wrong = run("log", "~d", "stripe", "~x", "foo");
        assertEquals(2, wrong.code);
        assertEquals(
                "jvmtap: wrong filter: there is no operator ~x; try jvmtap log --help\n  ~d stripe ~x foo\n"
                        + "            ^\n",
                wrong.err);
        Ran slow = run("log", "~bs", "'(.*n){14}q'");
        assertEquals(1, slow.code);
        assertTrue(slow.err.contains("takes too long; make it simpler"), slow.err);
        assertEquals(1, slow.err.lines().count());
    }

    @Test
    void filtersChooseForTheLogAndForExports() throws Exception {
        sample("20261123-120000-billing.jvmtap");
        assertEquals(
                List.of("2", "3"),
                run("log", "--json", "domain:*.stripe.test", "-status-code:402")
                        .text()
                        .lines()
                        .map(line -> (String) ((Map<?, ?>) JsonReader.read(line)).get("id"))
                        .toList());
        Ran har = run("export", "-F", "har", "-method:POST", "~b", "conditions");
        assertEquals("", har.err);
        assertEquals(1, har.text().split("\"startedDateTime\"", -1).length - 1);
    }

    @Test
    void otherFormatsComeOutAndHarComesIn() throws Exception {
        sample("20261123-120000-billing.jvmtap");
        assertEquals(
                3,
                run("export", "-F", "curl")
                        .text()
                        .lines()
                        .filter(line -> line.startsWith("curl "))
                        .count());
        assertEquals(6, run("export", "-F", "jsonl").text().lines().count());
        Path har = home.resolve("a.har");
        assertEquals(0, run("export", "-F", "har", "-o", har.toString()).code);
        Ran imported =
                run("import", har.toString(), "-c", home.resolve("b.jvmtap").toString());
        assertEquals("", imported.err);
        assertTrue(imported.text().endsWith("b.jvmtap: 3 exchanges\n"), imported.text());
        Ran bad = run("import", Files.writeString(home.resolve("bad.har"), "{}").toString());
        assertEquals(1, bad.code);
        assertTrue(bad.err.contains("bad.har: there is no log with entries in it; "), bad.err);
        assertEquals(1, bad.err.lines().count());
    }

    @Test
    void rowsAreSummedUpMarkedAndNoted() throws Exception {
        sample("20261123-120000-billing.jvmtap");
        assertTrue(run("stats", "~m", "GET").text().contains("GET api.stripe.test/terms"));
        assertEquals(4, run("stats", "--json").text().lines().count());
        assertEquals(0, run("mark", "2").code);
        assertEquals("", run("note", "2", "so", "slow").err);
        assertTrue(run("log", "~marked").text().endsWith("\n      * red: so slow\n"));
        assertTrue(run("show", "2").text().startsWith("* red: so slow\n"));
        assertEquals(0, run("mark", "2", "-d").code);
        assertTrue(run("log", "~marked").err.contains("nothing that matches"));
        assertEquals(1, run("mark", "99").code);
        assertEquals(2, run("mark", "2", "mauve").code);
    }

    @Test
    void capturesArePrunedAndMerged() throws Exception {
        Path first = sample("20261121-120000-a.jvmtap");
        Path second = sample("20261122-120000-b.jvmtap");
        Path third = sample("20261123-120000-c.jvmtap");
        Path junk = Files.writeString(home.resolve("captures/20261101-000000-junk.jvmtap"), "junk");
        Ran merged = run(
                "captures",
                "merge",
                "-o",
                home.resolve("all.jvmtap").toString(),
                "20261121-120000-a",
                second.toString());
        assertEquals("", merged.err);
        assertTrue(merged.text().endsWith("all.jvmtap: 6 exchanges\n"), merged.text());
        assertEquals(
                12,
                run("log", "-c", home.resolve("all.jvmtap").toString())
                        .text()
                        .lines()
                        .count());

        Files.setLastModifiedTime(first, java.nio.file.attribute.FileTime.fromMillis(0));
        Files.setLastModifiedTime(third, java.nio.file.attribute.FileTime.fromMillis(0));
        assertEquals(2, run("captures", "prune").code);
        assertEquals(2, run("captures", "prune", "--older-than", "soon").code);
        Ran dry = run("captures", "prune", "--older-than", "7d", "--keep", "1", "--dry-run");
        assertTrue(dry.text().startsWith("would delete 20261121-120000-a.jvmtap\n1 capture, "), dry.text());
        assertTrue(Files.exists(first));
        Ran pruned = run("captures", "prune", "--older-than", "7d", "--keep", "1");
        assertEquals("", pruned.err);
        assertFalse(Files.exists(first));
        assertTrue(Files.exists(second) && Files.exists(third) && Files.exists(junk));
        Ran kept = run("captures", "prune", "--keep", "0");
        assertEquals(0, kept.code, kept.err);
        assertFalse(Files.exists(second) || Files.exists(third));
        assertTrue(Files.exists(junk));
    }

    @Test
    void whatWasRemovedOrCutIsSaidByTheLogAndByShow() throws Exception {
        Path capture = home.resolve("captures/20261123-120000-small.jvmtap");
        CaptureLimits limits = new CaptureLimits(50_000, CaptureLimits.LEAST_FILE, null);
        try (CaptureWriter writer =
                CaptureWriter.open(capture, "small", limits, Traffic.ticking(), System.err::println)) {
            Traffic traffic = new Traffic(writer, writer.ids(), Traffic.ticking());
            for (int i = 0; i < 60; i++) {
                traffic.get("a.example", "/" + i, new byte[60_000]);
                writer.flush();
            }
        }
        Ran log = run("log");
        assertTrue(
                log.err.matches(
                        "jvmtap: the oldest were removed to keep within the limits: \\d+ exchanges, \\d+ connections\n"),
                log.err);
        assertTrue(log.text().contains("cut by 10 kB"), log.text());
        assertTrue(run("log", "-n", "1", "--json").text().contains("\"cutBytes\":10000"));
        assertTrue(run("show", "60").text().contains("(10000 bytes at its end are beyond --body-limit"));
        Ran gone = run("show", "1");
        assertEquals(1, gone.code);
        assertTrue(gone.err.contains("of which the oldest were removed"), gone.err);
        assertTrue(run("captures").text().contains(" older exchanges removed"));
    }

    @Test
    void followingShowsWhatComesAndEndsWithTheCapture() throws Exception {
        Path capture = home.resolve("captures/20261123-120000-live.jvmtap");
        CaptureWriter writer = CaptureWriter.open(capture, "live", Traffic.ticking(), System.err::println);
        Traffic traffic = new Traffic(writer, writer.ids(), Traffic.ticking());
        traffic.get("a.example", "/first", new byte[1]);
        writer.flush();
        Process log = start("log", "-f", "--json");
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(log.getInputStream(), StandardCharsets.UTF_8))) {
            assertTrue(out.readLine().contains("/first"));
            traffic.get("a.example", "/second", new byte[1]);
            assertTrue(out.readLine().contains("/second"));
            long fastest = Long.MAX_VALUE;
            // The best of some tries: a busy machine may delay any of them, our own pace delays them all.
            for (int i = 0; i < 20 && fastest > 200_000_000; i++) {
                long start = System.nanoTime();
                traffic.get("a.example", "/timed", new byte[1]);
                assertTrue(out.readLine().contains("/timed"));
                fastest = Math.min(fastest, System.nanoTime() - start);
            }
            assertTrue(fastest <= 200_000_000, fastest + " ns");
            traffic.bypass("b.example", "excluded");
            writer.close();
            assertTrue(out.readLine().contains("\"b1\""));
            assertEquals(null, out.readLine());
            assertEquals(0, log.waitFor());
        } finally {
            log.destroyForcibly();
        }
    }

    private Path sample(String name) throws Exception {
        return SampleCapture.write(home.resolve("captures").resolve(name));
    }

    private Ran run(String... arguments) throws Exception {
        Process process = start(arguments);
        byte[] out = process.getInputStream().readAllBytes();
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        return new Ran(process.exitValue(), out, err);
    }

    private Process start(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath(),
                Jvmtap.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("JVMTAP_HOME", home.toString());
        return builder.start();
    }

    /** Without what only tests use: its logging would say a word on stderr. */
    private static String classPath() {
        return String.join(
                java.io.File.pathSeparator,
                List.of(System.getProperty("java.class.path").split(java.io.File.pathSeparator)).stream()
                        .filter(entry -> !entry.contains("slf4j"))
                        .toList());
    }
}
