package io.jvmtap.har;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvmtap.export.HarWriter;
import io.jvmtap.flow.Direction;
import io.jvmtap.flow.FlowEvent;
import io.jvmtap.query.ExchangeDetail;
import io.jvmtap.query.RowFilter;
import io.jvmtap.record.CaptureReader;
import io.jvmtap.record.CaptureWriter;
import io.jvmtap.record.NumberedIds;
import io.jvmtap.record.SampleCapture;
import io.jvmtap.record.Traffic;
import io.jvmtap.redact.Redaction;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NullUnmarked // an unexpected null fails the test, as it should
class HarImportTest {
    /** As browsers write it: a reused connection, form parameters without text, a body in base64, one that failed. */
    private static final String BROWSER = """
            {"log":{"version":"1.2","creator":{"name":"x \\"entries\\":[","version":"1"},"pages":[{"entries":[1]}],
             "entries":[
              {"startedDateTime":"2026-11-23T13:00:00.123+01:00","time":10,"connection":"7",
               "serverIPAddress":"[2001:db8::1]",
               "request":{"method":"POST","url":"https://a.example:8443/login?x=1#top","httpVersion":"h2",
                "headers":[{"name":":method","value":"POST"},{"name":"x-a","value":"}\\"]"}],
                "postData":{"mimeType":"application/x-www-form-urlencoded","params":[{"name":"a b","value":"1&2"}]}},
               "response":{"status":200,"statusText":"","httpVersion":"h2",
                "headers":[{"name":"content-encoding","value":"br"},{"name":"content-type","value":"image/png"}],
                "content":{"size":3,"mimeType":"image/png","text":"AAEC","encoding":"base64"}},
               "timings":{"blocked":1,"dns":2,"connect":5,"ssl":3,"send":0.5,"wait":1.5,"receive":2}},
              {"startedDateTime":"2026-11-23T12:00:01Z","connection":"7",
               "request":{"method":"GET","url":"https://a.example:8443/gone","httpVersion":"h2","headers":[]},
               "response":{"status":0},"timings":{"connect":-1,"send":0,"wait":0,"receive":0}}
             ]}}
            """;

    @TempDir
    Path directory;

    @Test
    void whatABrowserRecordedIsACaptureLikeAnyOther() throws Exception {
        try (CaptureReader reader = CaptureReader.open(imported(BROWSER, "b"))) {
            ExchangeDetail login = reader.exchange(1);
            assertEquals("https://a.example:8443/login?x=1", login.row().url());
            assertEquals("h2", login.row().protocol());
            assertEquals(200, login.row().status());
            assertEquals("2001:db8:0:0:0:0:0:1", login.connection().upstreamAddress());
            assertEquals(4_000_000, login.row().timeline().ended());
            assertEquals("a+b=1%262", new String(reader.body(1, Direction.OUT).readAllBytes(), StandardCharsets.UTF_8));
            assertEquals(3, reader.body(1, Direction.IN).readAllBytes().length);
            assertEquals(1, login.heads().response().size(), "a coding that is not on the body is not named either");
            ExchangeDetail gone = reader.exchange(2);
            assertEquals(1, gone.row().connection());
            assertNotNull(gone.row().fault());
        }
    }

    @Test
    void whatWeExportedComesBackAsItWas() throws Exception {
        Path original = SampleCapture.write(directory.resolve("a.jvmtap"));
        String first = har(original);
        String second = har(imported(first, "again"));
        assertEquals(first, second);
    }

    @Test
    void badFilesAreRefusedInOneLineThatSaysWhere() {
        assertEquals("there is no log with entries in it", problem(""));
        assertEquals("there is no log with entries in it", problem("[1,2]"));
        assertEquals("there is no log with entries in it", problem("{\"log\":{\"pages\":[]}}"));
        assertEquals("there is no log with entries in it", problem("hello \"entries\" : ["));
        assertEquals("it ends within its entries", problem("{\"log\":{\"entries\":["));
        assertEquals("entry 1 is no JSON object", problem("{\"log\":{\"entries\":[7]}}"));
        assertEquals("it ends within entry 1", problem("{\"log\":{\"entries\":[{\"a\":\"}"));
        assertTrue(problem("{\"log\":{\"entries\":[{a}]}}").startsWith("entry 1 is no JSON: "));
        assertEquals("entry 1: '' is no URL", problem("{\"log\":{\"entries\":[{}]}}"));
        assertTrue(problem(BROWSER.replace("2026-11-23T12:00:01Z", "noon")).startsWith("entry 2: "));
        assertTrue(problem(BROWSER.replace("AAEC", "A")).startsWith("entry 1: a body is no base64"));
        assertTrue(problem(BROWSER.replace("a.example:8443/login", "a.example:port/login"))
                .startsWith("entry 1: "));
    }

    private static String problem(String har) {
        List<FlowEvent> events = new ArrayList<>();
        HarImport reading = new HarImport(events::add, new NumberedIds());
        IOException problem = assertThrows(IOException.class, () -> reading.read(new StringReader(har)));
        assertEquals(1, problem.getMessage().lines().count());
        return problem.getMessage();
    }

    private Path imported(String har, String name) throws Exception {
        Path file = directory.resolve(name + ".jvmtap");
        try (CaptureWriter writer = CaptureWriter.open(file, name, Traffic.ticking(), System.err::println)) {
            new HarImport(writer, writer.ids()).read(new StringReader(har));
        }
        return file;
    }

    private static String har(Path capture) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (CaptureReader reader = CaptureReader.open(capture)) {
            new HarWriter().write(reader, RowFilter.ALL, new Redaction(true), out);
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
