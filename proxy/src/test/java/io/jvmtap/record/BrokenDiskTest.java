package io.jvmtap.record;

import static io.jvmtap.record.Traffic.headers;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jvmtap.flow.Direction;
import io.jvmtap.flow.FlowClock;
import io.jvmtap.query.LogRow;
import io.jvmtap.query.RowFilter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real file system of 8 MB that becomes full in the middle of a run, and well again. It takes the right to mount one;
 * without, the tests are skipped.
 */
@NullUnmarked // an unexpected null fails the test, as it should
class BrokenDiskTest {
    private final ConcurrentLinkedQueue<String> complaints = new ConcurrentLinkedQueue<>();

    @TempDir
    Path directory;

    @BeforeEach
    void mount() throws Exception {
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=8m", "jvmtap-test", directory.toString()));
    }

    @AfterEach
    void unmount() throws Exception {
        run("umount", "-l", directory.toString());
    }

    @Test
    void aFullDiskCostsTheRecordAndNothingElse() throws Exception {
        Path file = directory.resolve("a.jvmtap");
        CaptureWriter writer = CaptureWriter.open(file, "a", FlowClock.system(), complaints::add);
        Traffic traffic = new Traffic(writer, writer.ids(), FlowClock.system());
        long before = traffic.get("before.example", "/", new byte[10]);
        writer.flush();
        long connection = traffic.tls("a.example");
        long large = traffic.request(connection, "GET", "/", headers("Host", "a.example"));
        for (int i = 0; i < 40; i++) {
            traffic.body(large, Direction.IN, new byte[500_000]);
            writer.flush();
            assertTrue(writer.writable());
        }
        traffic.end(large, null);
        writer.flush();
        assertEquals(1, complaints.size(), complaints::toString);
        assertTrue(complaints.peek().contains("traffic goes on"), complaints.peek());
        assertTrue(writer.losses().bytes() > 10_000_000, writer.losses()::toString);

        assertTrue(run("mount", "-o", "remount,size=64m", directory.toString()));
        long after = recovered(traffic, writer);
        writer.close();
        try (CaptureReader reader = CaptureReader.open(file)) {
            assertEquals("before.example", reader.exchange(before).row().host());
            assertEquals("after.example", reader.exchange(after).row().host());
            assertEquals(20_000_000, reader.exchange(large).row().response().body());
            assertTrue(reader.exchange(large).row().lostBytes() > 10_000_000);
            assertEquals(writer.losses(), reader.info().losses());
            assertEquals(CaptureInfo.State.CLOSED, reader.info().state());
        }
    }

    /** What is open stays open: the record goes on as well. */
    @Test
    void aDirectoryThatTurnsReadOnlyChangesNothing() throws Exception {
        Path folder = Files.createDirectory(directory.resolve("folder"));
        Path file = folder.resolve("a.jvmtap");
        CaptureWriter writer = CaptureWriter.open(file, "a", FlowClock.system(), complaints::add);
        Traffic traffic = new Traffic(writer, writer.ids(), FlowClock.system());
        traffic.get("before.example", "/", new byte[10]);
        writer.flush();
        Files.setPosixFilePermissions(folder, java.nio.file.attribute.PosixFilePermissions.fromString("r-x------"));
        long after = traffic.get("after.example", "/", new byte[10]);
        writer.close();
        try (CaptureReader reader = CaptureReader.open(file)) {
            List<LogRow> rows = reader.last(9, RowFilter.ALL);
            assertEquals(after, rows.get(rows.size() - 1).number());
        }
    }

    /** Writing is tried again each second; each try here is a flow of its own. */
    private long recovered(Traffic traffic, CaptureWriter writer) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (System.nanoTime() < end) {
            long lost = writer.losses().events();
            long exchange = traffic.get("after.example", "/", new byte[10]);
            writer.flush();
            if (writer.losses().events() == lost) {
                return exchange;
            }
            // So that the tries are few: rows that wait for the disk are bounded.
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
        throw new AssertionError("recording never went on: " + complaints);
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0;
        } catch (IOException e) {
            // There is no such command here.
            return false;
        }
    }
}
