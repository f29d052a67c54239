package io.jvmtap.record;

import static io.jvmtap.record.Traffic.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvmtap.flow.Direction;
import io.jvmtap.flow.FlowClock;
import io.jvmtap.query.ExchangeRow;
import io.jvmtap.query.LogRow;
import io.jvmtap.query.filter.Filter;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is on disk after {@code kill -9} of the process that writes, in the middle of its work. */
@NullUnmarked // an unexpected null fails the test, as it should
class KilledWriterTest {
    /** A few in the ordinary run; {@code -Djvmtap.kills=100} for certainty. */
    private static final int KILLS = Integer.getInteger("jvmtap.kills", 5);
    /** What was emitted so long before the kill must be there. */
    private static final long PROMISE_MICROS = 100_000;

    @TempDir
    Path directory;

    /** Runs in the process to be killed: records without end, and says which exchanges are on disk. */
    public static final class Victim {
        public static void main(String[] arguments) throws Exception {
            CaptureWriter writer =
                    CaptureWriter.open(Path.of(arguments[0]), "victim", FlowClock.system(), System.err::println);
            Traffic traffic = new Traffic(writer, writer.ids(), FlowClock.system());
            Thread busy = new Thread(() -> {
                while (true) {
                    for (int i = 0; i < 20; i++) {
                        traffic.get("a.example", "/", bytes("answer"));
                    }
                    flush(writer);
                }
            });
            busy.setDaemon(true);
            busy.start();
            Traffic marked = new Traffic(writer, writer.ids(), FlowClock.system());
            while (true) {
                long exchange = marked.get("marked.example", "/", bytes("answer"));
                writer.flush();
                System.out.println(exchange);
            }
        }

        private static void flush(CaptureWriter writer) {
            try {
                writer.flush();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Test
    void whatWasOnDiskStaysAndTheFileIsWhole() throws Exception {
        Random random = new Random(20261123);
        for (int kill = 0; kill < KILLS; kill++) {
            Path file = directory.resolve(kill + ".jvmtap");
            long promised = writeAndKill(file, 1 + random.nextInt(40), random.nextInt(60));
            try (CaptureReader reader = CaptureReader.open(file)) {
                assertEquals(CaptureInfo.State.CUT_OFF, reader.info().state());
                assertEquals(
                        "answer", new String(reader.body(promised, Direction.IN).readAllBytes()));
                assertEquals("marked.example", reader.exchange(promised).row().host());
                assertTrue(reader.exchange(promised).row().ended());
                everythingBeforeTheLastTenthIsThere(reader);
            }
            try (var database = CaptureDatabase.read(file);
                    var statement = database.createStatement();
                    var check = statement.executeQuery("PRAGMA integrity_check")) {
                assertEquals("ok", check.getString(1));
            }
            assertTrue(CaptureFiles.fold(file));
            assertFalse(Files.exists(Path.of(file + "-wal")));
            assertFalse(Files.exists(Path.of(file + "-shm")));
            try (CaptureReader reader = CaptureReader.open(file)) {
                assertEquals("marked.example", reader.exchange(promised).row().host());
            }
        }
    }

    /**
     * Numbers are given out in order, so a gap is a loss; and what the last row has begun shows how far the writer was.
     */
    private static void everythingBeforeTheLastTenthIsThere(CaptureReader reader) throws Exception {
        List<LogRow> rows = new ArrayList<>();
        reader.rows(Filter.EVERYTHING, rows::add);
        long end = rows.get(rows.size() - 1).started().epochMicros();
        long number = 0;
        for (LogRow row : rows) {
            if (row instanceof ExchangeRow exchange && row.started().epochMicros() < end - PROMISE_MICROS) {
                assertEquals(++number, row.number());
                assertTrue(row.ended(), row::id);
                assertEquals(
                        "answer",
                        new String(reader.body(row.number(), Direction.IN).readAllBytes()));
                assertEquals(200, exchange.status());
            }
        }
    }

    /** @return the last exchange that was said to be on disk */
    private long writeAndKill(Path file, int lines, int millis) throws Exception {
        Process victim = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Victim.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out = new BufferedReader(new InputStreamReader(victim.getInputStream()))) {
            long promised = 0;
            for (int i = 0; i < lines; i++) {
                promised = Long.parseLong(out.readLine());
            }
            // Not always right after a batch; nothing is waited for.
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
            return promised;
        } finally {
            victim.destroyForcibly().waitFor();
        }
    }
}
