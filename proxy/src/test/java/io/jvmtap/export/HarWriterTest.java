package io.jvmtap.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvmtap.flow.Direction;
import io.jvmtap.json.JsonReader;
import io.jvmtap.record.CaptureReader;
import io.jvmtap.record.CaptureWriter;
import io.jvmtap.record.SampleCapture;
import io.jvmtap.record.Traffic;
import io.jvmtap.redact.Redaction;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NullUnmarked // an unexpected null fails the test, as it should
class HarWriterTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @TempDir
    Path directory;

    @Test
    void everyEntryHasWhatTheFormatAsksFor() throws Exception {
        for (Object each : entries(SampleCapture.write(directory.resolve("a.jvmtap")), false)) {
            Map<?, ?> entry = (Map<?, ?>) each;
            assertInstanceOf(String.class, entry.get("startedDateTime"));
            double sum = 0;
            Map<?, ?> timings = (Map<?, ?>) entry.get("timings");
            for (String phase : List.of("blocked", "dns", "connect", "send", "wait", "receive")) {
                double millis = ((Number) timings.get(phase)).doubleValue();
                sum += Math.max(0, millis);
            }
            assertNotNull(timings.get("ssl"));
            assertEquals(((Number) entry.get("time")).doubleValue(), sum, 1e-6);
            Map<?, ?> request = (Map<?, ?>) entry.get("request");
            Map<?, ?> response = (Map<?, ?>) entry.get("response");
            for (String name : List.of("method", "url", "httpVersion")) {
                assertInstanceOf(String.class, request.get(name));
            }
            for (String name : List.of("statusText", "httpVersion", "redirectURL")) {
                assertInstanceOf(String.class, response.get(name));
            }
            for (Map<?, ?> message : List.of(request, response)) {
                assertInstanceOf(List.class, message.get("cookies"));
                assertInstanceOf(List.class, message.get("headers"));
                assertInstanceOf(Number.class, message.get("headersSize"));
                assertInstanceOf(Number.class, message.get("bodySize"));
            }
            assertInstanceOf(List.class, request.get("queryString"));
            assertInstanceOf(Number.class, response.get("status"));
            Map<?, ?> content = (Map<?, ?>) response.get("content");
            assertInstanceOf(Number.class, content.get("size"));
            assertInstanceOf(String.class, content.get("mimeType"));
            assertNotNull(entry.get("cache"));
        }
    }

    @Test
    void anEntrySaysWhatHappenedAndWhen() throws Exception {
        List<?> entries = entries(SampleCapture.write(directory.resolve("a.jvmtap")), true);
        assertEquals(3, entries.size());
        Map<?, ?> charge = (Map<?, ?>) entries.get(0);
        assertEquals("2026-11-23T13:00:00.0025+01:00", charge.get("startedDateTime"));
        assertEquals("192.0.2.10", charge.get("serverIPAddress"));
        assertEquals("https://api.stripe.test/v1/charges?expand=card&access_token=t0p", at(charge, "request", "url"));
        assertEquals("amount=100&password=hunter2", at(charge, "request", "postData", "text"));
        assertEquals(402L, at(charge, "response", "status"));
        assertEquals(1.5, at(charge, "timings", "dns"));
        assertEquals("id", ((Map<?, ?>) ((List<?>) at(charge, "response", "cookies")).get(0)).get("name"));

        Map<?, ?> terms = (Map<?, ?>) entries.get(1);
        assertEquals(-1L, at(terms, "timings", "connect"), "the connection was there already");
        assertEquals("terms and conditions\n".repeat(20), at(terms, "response", "content", "text"));
        assertEquals(420L, at(terms, "response", "content", "size"));
        long wire = (Long) at(terms, "response", "bodySize");
        assertEquals(420L - wire, at(terms, "response", "content", "compression"));

        Map<?, ?> logo = (Map<?, ?>) entries.get(2);
        assertEquals(0L, at(logo, "response", "status"));
        assertEquals("reset by server: Connection reset", logo.get("_error"));
        assertEquals("base64", at(logo, "response", "content", "encoding"));
        assertEquals("iVBORw0KGgoAAA==", at(logo, "response", "content", "text"));
    }

    @Test
    void secretsStayOutUnlessTheyAreAskedFor() throws Exception {
        Path capture = SampleCapture.write(directory.resolve("a.jvmtap"));
        List<String> secrets = List.of("sk_live_1", "session=abc", "hunter2", "s3cret", "t0p", "rt_1");
        String without = har(capture, false);
        String with = har(capture, true);
        for (String secret : secrets) {
            assertFalse(without.contains(secret), secret);
            assertTrue(with.contains(secret), secret);
        }
        assertTrue(without.contains("amount=100"), without);
        assertTrue(without.contains("card_declined"), without);
        assertFalse(with.contains("REDACTED"), with);
    }

    @Test
    void equalSecretsStayRecognisable() {
        Redaction redaction = new Redaction(false);
        assertEquals(redaction.hidden("a"), redaction.hidden("a"));
        assertTrue(redaction.hidden("a").matches("REDACTED-[0-9a-f]{8}"));
        assertFalse(redaction.hidden("a").equals(redaction.hidden("b")));
        assertFalse(redaction.hidden("a").equals(new Redaction(false).hidden("a")), "the key is drawn each time");
    }

    @Test
    void onlyWhatIsSecretIsHidden() {
        Redaction redaction = new Redaction(false);
        assertEquals("/a?q=1&b", redaction.url("/a?q=1&b"));
        assertTrue(redaction.url("/a?q=1&API_KEY=k#f").matches("/a\\?q=1&API_KEY=REDACTED-\\w{8}#f"));
        assertTrue(redaction.url("https://u:p@h/").matches("https://REDACTED-\\w{8}@h/"));
        assertEquals("https://h/a@b", redaction.url("https://h/a@b"));
        assertTrue(redaction
                .json("{ \"password\" : \"a\\\"b\", \"x\":\"password\", \"n\":1 }")
                .matches("\\{ \"password\" : \"REDACTED-\\w{8}\", \"x\":\"password\", \"n\":1 }"));
        assertEquals("{\"token\":", redaction.json("{\"token\":"));
        assertEquals("{\"a\":\"open", redaction.json("{\"a\":\"open"));
        assertTrue(redaction.hides(Traffic.headers("X-Api-Key", "k").get(0)));
        assertFalse(redaction.hides(Traffic.headers("X-Request-Id", "k").get(0)));
    }

    @Test
    void aBodyOverTheLimitIsLeftOutAndTheEntrySaysSo() throws Exception {
        Path capture = directory.resolve("a.jvmtap");
        try (CaptureWriter writer = CaptureWriter.open(capture, "a", Traffic.ticking(), System.err::println)) {
            Traffic traffic = new Traffic(writer, writer.ids(), Traffic.ticking());
            long exchange = traffic.request(traffic.tls("a.example"), "GET", "/", Traffic.headers());
            traffic.responseHead(exchange, 200, Traffic.headers());
            for (int i = 0; i < 17; i++) {
                traffic.body(exchange, Direction.IN, new byte[1 << 20]);
            }
            traffic.end(exchange, null);
        }
        String har = har(capture, false);
        assertTrue(har.contains("body of 17825792 bytes left out"), har);
        assertTrue(har.length() < 5_000);
    }

    @Test
    void anExchangeOverHttp2SaysSoAndHowItsCallEnded() throws Exception {
        Path file = directory.resolve("h2.jvmtap");
        try (CaptureWriter writer = CaptureWriter.open(file, "a", Traffic.ticking(), System.err::println)) {
            new Traffic(writer, writer.ids(), Traffic.ticking()).grpc("a.example", "5", "no%20one");
        }
        Map<?, ?> entry = (Map<?, ?>) entries(file, false).get(0);
        assertEquals("HTTP/2", at(entry, "request", "httpVersion"));
        assertEquals("HTTP/2", at(entry, "response", "httpVersion"));
        assertEquals("https://a.example:8443/a.Users/Find", at(entry, "request", "url"));
        assertEquals("5", String.valueOf(at(entry, "response", "_grpcStatus")));
        assertEquals("no one", at(entry, "response", "_grpcMessage"));
    }

    @Test
    void theFileIsPrivateAndReplacesAnOlderOne() throws Exception {
        Path har = Files.writeString(directory.resolve("a.har"), "old");
        try (CaptureReader reader = CaptureReader.open(SampleCapture.write(directory.resolve("a.jvmtap")))) {
            HarWriter.write(reader, har, false);
            assertThrows(
                    NoSuchFileException.class,
                    () -> HarWriter.write(reader, directory.resolve("none").resolve("a.har"), false));
        }
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(har)));
        assertNotNull(JsonReader.read(Files.readString(har)));
        try (var files = Files.list(directory)) {
            assertEquals(2, files.count(), "no temporary file is left");
        }
    }

    private static List<?> entries(Path capture, boolean withSecrets) throws Exception {
        Map<?, ?> har = (Map<?, ?>) JsonReader.read(har(capture, withSecrets));
        assertEquals("1.2", at(har, "log", "version"));
        return (List<?>) at(har, "log", "entries");
    }

    private static String har(Path capture, boolean withSecrets) throws Exception {
        StringWriter out = new StringWriter();
        try (CaptureReader reader = CaptureReader.open(capture)) {
            HarWriter.write(reader, out, withSecrets, BERLIN);
        }
        return out.toString();
    }

    private static Object at(Map<?, ?> json, String... path) {
        Object value = json;
        for (String name : path) {
            value = ((Map<?, ?>) value).get(name);
        }
        return value;
    }
}
