package io.jvmtap.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvmtap.query.LogRow;
import io.jvmtap.query.RowFilter;
import io.jvmtap.record.CaptureReader;
import io.jvmtap.record.CaptureWriter;
import io.jvmtap.record.SampleCapture;
import io.jvmtap.record.Traffic;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowLineTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @TempDir
    Path directory;

    @Test
    void everyKindOfFlowHasItsLine() throws Exception {
        RowLine line = new RowLine(Terminal.NONE, BERLIN);
        String expected = """
                   1  13:00:00.011  POST    api.stripe.test/v1/charges?expand=card&access_token=t0p  402    76 B   8.0 ms  http/1.1  StripeClient.charge(StripeClient.java:88)
                   2  13:00:00.020  GET     api.stripe.test/terms                     200    46 B   6.0 ms  http/1.1  StripeClient.charge(StripeClient.java:88)
                   3  13:00:00.027  GET     api.stripe.test/logo.png                  ERR    10 B   5.0 ms  http/1.1  reset by server: Connection reset  StripeClient.charge(StripeClient.java:88)
                  c2  13:00:00.034  STREAM  db.test:443                                       9 B   9.0 ms            StripeClient.charge(StripeClient.java:88)
                  c3  13:00:00.044  FAILED  down.test:443                             ERR     0 B   2.0 ms            connect refused: Connection refused  StripeClient.charge(StripeClient.java:88)
                  b1  13:00:00.047  BYPASS  telemetry.test:443                                                        excluded by -x
                """;
        StringBuilder lines = new StringBuilder();
        for (LogRow row : rows(SampleCapture.write(directory.resolve("a.jvmtap")))) {
            lines.append(line.of(row)).append('\n');
        }
        assertEquals(expected, lines.toString());
    }

    @Test
    void onATerminalNoLineIsWiderThanIt() throws Exception {
        List<LogRow> rows = rows(SampleCapture.write(directory.resolve("a.jvmtap")));
        for (int width = 84; width < 200; width += 7) {
            RowLine line = new RowLine(new Terminal(false, width), BERLIN);
            for (LogRow row : rows) {
                assertTrue(line.of(row).length() <= width, width + ": " + line.of(row));
            }
        }
    }

    @Test
    void whatAStrangerSentCannotSteerTheTerminal() throws Exception {
        Path file = directory.resolve("a.jvmtap");
        try (CaptureWriter writer = CaptureWriter.open(file, "a", Traffic.ticking(), System.err::println)) {
            new Traffic(writer, writer.ids(), Traffic.ticking())
                    .get("a.example", "/\u001b]0;owned\u0007\u202e\u009b2J", new byte[0]);
        }
        String line = new RowLine(Terminal.NONE, BERLIN).of(rows(file).get(0));
        assertTrue(line.contains("/\\x1b]0;owned\\x07\\u202e\\x9b2J"), line);
    }

    @Test
    void theEnvironmentDecidesOnColourAndWidth() {
        assertEquals(new Terminal(true, 120), Terminal.shown(Map.of("COLUMNS", "120"), () -> 99));
        assertEquals(new Terminal(false, 99), Terminal.shown(Map.of("NO_COLOR", "1", "COLUMNS", "x"), () -> 99));
        assertEquals(new Terminal(false, 80), Terminal.shown(Map.of("TERM", "dumb"), () -> 0));
        assertTrue(Terminal.shown(Map.of("NO_COLOR", ""), () -> 0).colour());
    }

    @Test
    void colourIsPaintedOnlyWhereItIsWanted() throws Exception {
        LogRow row = rows(SampleCapture.write(directory.resolve("a.jvmtap"))).get(0);
        assertTrue(new RowLine(new Terminal(true, 120), BERLIN).of(row).contains("\u001b[33m402\u001b[0m"));
        assertFalse(new RowLine(new Terminal(false, 120), BERLIN).of(row).contains("\u001b"));
    }

    @Test
    void sizesAndDurationsFitTheirColumns() {
        assertEquals("999 B", Plain.size(999));
        assertEquals("1.0 kB", Plain.size(1_000));
        assertEquals("9.9 kB", Plain.size(9_949));
        assertEquals("10 kB", Plain.size(9_950));
        assertEquals("1.0 MB", Plain.size(999_999));
        assertEquals("0.4 ms", Plain.duration(400_000));
        assertEquals("83 ms", Plain.duration(83_400_000));
        assertEquals("1.2 s", Plain.duration(1_230_000_000L));
        assertEquals("75 min", Plain.duration(75 * 60_000_000_000L));
    }

    @Test
    void theCallSiteIsTheFirstLineOfTheProgramItself() {
        assertEquals("StripeClient.charge(StripeClient.java:88)", CallSite.of(Traffic.FRAMES));
        assertEquals("HttpClient.send(HttpClient.java:1)", CallSite.of(Traffic.FRAMES.subList(0, 1)));
        assertEquals("", CallSite.of(List.of()));
        List<String> deep = List.of(
                "org.apache.http.conn.ssl.SSLConnectionSocketFactory.connectSocket(SSLConnectionSocketFactory.java:368)",
                "org.apache.maven.wagon.providers.http.AbstractHttpClientWagon.execute(AbstractHttpClientWagon.java:1005)",
                "org.eclipse.aether.transport.wagon.WagonTransporter.get(WagonTransporter.java:462)",
                "com.acme.Fetch.poms(Fetch.java:12)",
                "com.acme.Main.main(Main.java:3)");
        assertEquals("Fetch.poms(Fetch.java:12)", CallSite.of(deep));
        assertEquals("WagonTransporter.get(WagonTransporter.java:462)", CallSite.of(deep.subList(0, 3)));
        String bean = "com.acme.Orders$$SpringCGLIB$$0.pay(<generated>)";
        assertEquals(
                "Orders.pay(Orders.java:7)",
                CallSite.of(List.of("okhttp3.Call.execute(Call.java:1)", bean, "com.acme.Orders.pay(Orders.java:7)")));
        assertEquals("A.b(A.java:1)", CallSite.shortened("app//com.acme.A.b(A.java:1)"));
    }

    private static List<LogRow> rows(Path file) throws Exception {
        try (CaptureReader reader = CaptureReader.open(file)) {
            return reader.last(100, RowFilter.ALL);
        }
    }
}
