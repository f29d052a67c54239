package io.jvmtap.record;

import static io.jvmtap.record.Traffic.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvmtap.flow.Direction;
import io.jvmtap.flow.FlowClock;
import io.jvmtap.flow.FlowEvent;
import io.jvmtap.flow.Stamp;
import io.jvmtap.query.ExchangeRow;
import io.jvmtap.query.LogRow;
import io.jvmtap.query.RowFilter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NullUnmarked // an unexpected null fails the test, as it should
class CaptureMergeTest {
    @TempDir
    Path directory;

    @Test
    void flowsOfAllComeByStartWithAllThatBelongsToThem() throws Exception {
        Path odd = write("odd", 1_000);
        Path even = write("even", 1_500);
        Path merged = directory.resolve("merged.jvmtap");
        assertEquals(6, CaptureMerge.merge(merged, List.of(odd, even)));
        try (CaptureReader reader = CaptureReader.open(merged)) {
            List<String> seen = new ArrayList<>();
            for (LogRow row : reader.last(100, RowFilter.ALL)) {
                if (row instanceof ExchangeRow exchange) {
                    seen.add(exchange.id() + " " + exchange.host() + exchange.target() + " "
                            + new String(reader.body(row.number(), Direction.IN).readAllBytes()) + " "
                            + reader.exchange(row.number())
                                    .heads()
                                    .request()
                                    .get(0)
                                    .value() + " "
                            + reader.exchange(row.number())
                                    .connection()
                                    .handshakes()
                                    .size() + " " + exchange.cause().frames().get(0));
                }
            }
            assertEquals(
                    List.of(
                            "1 odd/0 odd0 odd 2 odd.call",
                            "2 even/0 even0 even 2 even.call",
                            "3 odd/1 odd1 odd 2 odd.call",
                            "4 even/1 even1 even 2 even.call",
                            "5 odd/2 odd2 odd 2 odd.call",
                            "6 even/2 even2 even 2 even.call"),
                    seen);
            CaptureInfo info = reader.info();
            assertEquals("odd, even", info.label());
            assertEquals(CaptureInfo.State.CLOSED, info.state());
            assertEquals(2, info.bypasses());
            assertEquals(
                    List.of("odd", "even"),
                    reader.bypassesAfter(0, 9).stream().map(row -> row.host()).toList());
        }
    }

    @Test
    void aCaptureOfVersion1IsBroughtUpToDateByIt() throws Exception {
        Path old = directory.resolve("version-1.jvmtap");
        try (var golden = getClass().getResourceAsStream("/captures/version-1.jvmtap")) {
            Files.copy(golden, old);
        }
        Path merged = directory.resolve("merged.jvmtap");
        CaptureMerge.merge(merged, List.of(old));
        try (CaptureReader before = CaptureReader.open(old);
                CaptureReader after = CaptureReader.open(merged)) {
            assertEquals(before.last(100, RowFilter.ALL), after.last(100, RowFilter.ALL));
            assertEquals(before.exchange(1).heads(), after.exchange(1).heads());
        }
        try (var database = CaptureDatabase.write(merged)) {
            assertEquals(CaptureDatabase.VERSION, CaptureDatabase.number(database, "PRAGMA user_version"));
        }
    }

    @Test
    void whatGoesWrongLeavesNothingBehind() throws Exception {
        Path good = write("good", 1_000);
        Path junk = Files.writeString(directory.resolve("junk"), "junk, and long enough to be looked at as a file");
        Path merged = directory.resolve("merged.jvmtap");
        assertThrows(CaptureException.class, () -> CaptureMerge.merge(merged, List.of(good, junk)));
        assertFalse(Files.exists(merged));
        CaptureException exists = assertThrows(CaptureException.class, () -> CaptureMerge.merge(good, List.of(good)));
        assertTrue(exists.getMessage().endsWith("exists"), exists.getMessage());
        assertTrue(Files.exists(good));
    }

    /** Three exchanges, a second apart. */
    private Path write(String name, long startMillis) throws Exception {
        Path file = directory.resolve(name + ".jvmtap");
        long[] now = {startMillis * 1_000};
        FlowClock clock = () -> new Stamp(now[0], now[0] * 1_000);
        try (CaptureWriter writer = CaptureWriter.open(file, name, clock, System.err::println)) {
            Traffic traffic = new Traffic(writer, writer.ids(), clock);
            traffic.program();
            traffic.bypass(name, "excluded");
            for (int i = 0; i < 3; i++) {
                long exchange = traffic.get(name, "/" + i, bytes(name + i));
                writer.emit(new FlowEvent.ExchangeCaller(exchange, clock.now(), "t", List.of(name + ".call", "main")));
                now[0] += 1_000_000;
            }
        }
        return file;
    }
}
