package io.jvmtap.record;

import static io.jvmtap.record.Traffic.headers;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvmtap.flow.Direction;
import io.jvmtap.flow.FlowClock;
import io.jvmtap.flow.Stamp;
import io.jvmtap.query.LogRow;
import io.jvmtap.query.RowFilter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NullUnmarked // an unexpected null fails the test, as it should
class CaptureLimitsTest {
    private final List<String> complaints = new ArrayList<>();

    @TempDir
    Path directory;

    @Test
    void aBodyIsCutAtItsLimitAndItsRowSaysSo() throws Exception {
        Path file = directory.resolve("a.jvmtap");
        CaptureLimits limits = new CaptureLimits(1_000, Long.MAX_VALUE, null);
        try (CaptureWriter writer = CaptureWriter.open(file, "a", limits, Traffic.ticking(), complaints::add)) {
            Traffic traffic = new Traffic(writer, writer.ids(), Traffic.ticking());
            long connection = traffic.tls("a.example");
            long exchange = traffic.request(connection, "PUT", "/", headers("Host", "a.example"), filled(1_000, 'q'));
            traffic.response(exchange, 200, headers(), filled(600, 'a'), filled(600, 'b'), filled(5_000, 'c'));
            long opaque = traffic.tls("db.example");
            traffic.segment(opaque, Direction.OUT, filled(999, 'x'));
            traffic.segment(opaque, Direction.OUT, filled(11, 'y'));
            traffic.segment(opaque, Direction.IN, filled(1_000, 'z'));
            traffic.close(opaque, 1_010, 1_000, null);
        }
        try (CaptureReader reader = CaptureReader.open(file)) {
            var row = reader.exchange(1).row();
            assertEquals(0, row.request().cut());
            assertEquals(6_200, row.response().body());
            assertEquals(5_200, row.response().cut());
            assertEquals(0, row.lostBytes());
            String kept = new String(reader.body(1, Direction.IN).readAllBytes());
            assertEquals("a".repeat(600) + "b".repeat(400), kept);
            assertEquals(1_000, reader.body(1, Direction.OUT).readAllBytes().length);
            assertEquals(10, reader.connection(2).row().cutBytes());
            assertEquals(1_000, reader.stream(2, Direction.OUT).readAllBytes().length);
        }
        assertEquals(List.of(), complaints);
    }

    @Test
    void theOldestGoWhenTheFileIsTooLargeAndTheOpenStay() throws Exception {
        Path file = directory.resolve("a.jvmtap");
        long most = 4_000_000;
        CaptureLimits limits = new CaptureLimits(Long.MAX_VALUE, most, null);
        Random random = new Random(5);
        long open;
        long last;
        try (CaptureWriter writer = CaptureWriter.open(file, "a", limits, Traffic.ticking(), complaints::add)) {
            Traffic traffic = new Traffic(writer, writer.ids(), Traffic.ticking());
            traffic.lookup("open.example");
            traffic.bypass("early.example", "excluded");
            long connection = traffic.tls("open.example");
            open = traffic.request(connection, "GET", "/events", headers("Host", "open.example"));
            traffic.responseHead(open, 200, headers());
            traffic.body(open, Direction.IN, filled(1_000, 'o'));
            long stream = traffic.tls("stream.example");
            traffic.segment(stream, Direction.OUT, filled(500_000, 's'));
            traffic.close(stream, 500_000, 0, null);
            last = 0;
            for (int i = 0; i < 200; i++) {
                byte[] body = new byte[100_000];
                random.nextBytes(body);
                last = traffic.get("a.example", "/" + i, body);
                writer.flush();
                if (i > 100) {
                    assertTrue(Files.size(file) < most + 1_500_000, "the file itself has " + Files.size(file));
                }
            }
            try (CaptureReader reader = CaptureReader.open(file)) {
                assertEquals("open.example", reader.exchange(open).row().host());
                assertNotNull(reader.connection(1).lookup());
            }
            traffic.body(open, Direction.IN, filled(1_000, 'p'));
            traffic.end(open, null);
        }
        assertTrue(Files.size(file) <= most + 500_000, "" + Files.size(file));
        assertTrue(Files.size(file) > most / 2, "" + Files.size(file));
        try (CaptureReader reader = CaptureReader.open(file)) {
            List<LogRow> rows = reader.last(1_000, RowFilter.ALL);
            assertEquals(last, rows.get(rows.size() - 1).number());
            assertTrue(rows.size() > 20 && rows.size() < 45, rows.size() + " rows");
            // What is left is a run without gaps, but for the one that was open.
            for (int i = 2; i < rows.size(); i++) {
                assertEquals(rows.get(i - 1).number() + 1, rows.get(i).number());
            }
            assertEquals(open, rows.get(0).number());
            assertEquals(2_000, reader.body(open, Direction.IN).readAllBytes().length);
            assertNull(reader.connection(2));
            assertEquals(0, reader.stream(2, Direction.OUT).readAllBytes().length);
            CaptureInfo info = reader.info();
            assertEquals(201, info.exchanges() + info.removed().exchanges());
            assertEquals(202, info.connections() + info.removed().connections());
            assertEquals(0, info.bypasses());
        }
        try (var database = CaptureDatabase.read(file)) {
            for (String orphans : List.of(
                    "SELECT count(*) FROM chunks WHERE exchange NOT IN (SELECT id FROM exchanges)",
                    "SELECT count(*) FROM heads WHERE exchange NOT IN (SELECT id FROM exchanges)",
                    "SELECT count(*) FROM handshakes WHERE connection NOT IN (SELECT id FROM connections)",
                    "SELECT count(*) FROM verdicts WHERE connection NOT IN (SELECT id FROM connections)",
                    "SELECT count(*) FROM segments")) {
                assertEquals(0, CaptureDatabase.number(database, orphans), orphans);
            }
        }
        assertEquals(List.of(), complaints);
    }

    @Test
    void whatIsTooOldGoesAndTheFileShrinks() throws Exception {
        Path file = directory.resolve("a.jvmtap");
        AtomicLong now = new AtomicLong(1_000_000_000_000L);
        FlowClock clock = () -> new Stamp(now.get(), now.get() * 1_000);
        CaptureLimits limits = new CaptureLimits(Long.MAX_VALUE, Long.MAX_VALUE, Duration.ofHours(1));
        long full;
        try (CaptureWriter writer = CaptureWriter.open(file, "a", limits, clock, complaints::add)) {
            Traffic traffic = new Traffic(writer, writer.ids(), clock);
            for (int i = 0; i < 300; i++) {
                traffic.get("a.example", "/" + i, filled(50_000, 'x'));
                now.addAndGet(1_000);
                writer.flush();
            }
            full = Files.size(file);
            now.addAndGet(Duration.ofHours(2).toNanos() / 1_000);
            traffic.get("a.example", "/late", filled(10, 'x'));
            writer.flush();
        }
        assertTrue(full > 10_000_000, "" + full);
        assertTrue(Files.size(file) < full / 2, Files.size(file) + " of " + full);
        try (CaptureReader reader = CaptureReader.open(file)) {
            assertEquals(1, reader.last(1_000, RowFilter.ALL).size());
            assertEquals(300, reader.removed().exchanges());
        }
    }

    @Test
    void theUsualSizeIsNeverMoreThanATenthOfTheDisk() throws Exception {
        long usual = CaptureLimits.usualFile(directory.resolve("not/there/yet/a.jvmtap"));
        assertTrue(usual <= 5_000_000_000L && usual >= CaptureLimits.LEAST_FILE, "" + usual);
        assertTrue(usual <= Files.getFileStore(directory).getTotalSpace() / 10);
    }

    private static byte[] filled(int length, char with) {
        byte[] bytes = new byte[length];
        java.util.Arrays.fill(bytes, (byte) with);
        return bytes;
    }
}
