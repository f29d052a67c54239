package io.jvmtap.record;

import static io.jvmtap.record.Traffic.headers;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvmtap.query.LogRow;
import io.jvmtap.query.RowFilter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LargeCaptureTest {
    private static final int EXCHANGES = 100_000;
    private static final int OVERHEAD = 1_500;

    @TempDir
    Path directory;

    @Test
    void aHundredThousandExchangesLeaveNoTraceInTheHeapAndLittleOnDisk() throws Exception {
        Path file = directory.resolve("large.jvmtap");
        byte[] answer = new byte[1_000];
        long before;
        long after;
        try (CaptureWriter writer = CaptureWriter.open(file, "large", Traffic.ticking(), System.err::println)) {
            Traffic traffic = new Traffic(writer, writer.ids(), Traffic.ticking());
            long connection = traffic.tls("a.example");
            record(writer, traffic, connection, answer, EXCHANGES / 10);
            before = heap(writer);
            record(writer, traffic, connection, answer, EXCHANGES * 9 / 10);
            after = heap(writer);
        }
        assertTrue(after - before < 8 << 20, "heap grew by " + (after - before));
        assertTrue(Files.size(file) / EXCHANGES < answer.length + OVERHEAD, "too large: " + Files.size(file));
        try (CaptureReader reader = CaptureReader.open(file)) {
            List<LogRow> last = reader.last(3, RowFilter.words(List.of("a.example/99")));
            assertEquals(
                    List.of("99999", "100000"),
                    last.subList(1, 3).stream().map(LogRow::id).toList());
            int[] count = {0};
            reader.rows(RowFilter.ALL, row -> count[0]++);
            assertEquals(EXCHANGES, count[0]);
        }
    }

    private static void record(CaptureWriter writer, Traffic traffic, long connection, byte[] answer, int exchanges)
            throws InterruptedException {
        for (int i = 0; i < exchanges; i++) {
            long exchange = traffic.request(
                    connection,
                    "GET",
                    "/99?n=" + i,
                    headers("Host", "a.example", "User-Agent", "Java-http-client/17.0.15", "Accept", "*/*"));
            traffic.response(
                    exchange,
                    200,
                    headers(
                            "Date",
                            "Mon, 23 Nov 2026 12:00:00 GMT",
                            "Content-Type",
                            "application/json",
                            "Content-Length",
                            "1000"),
                    answer);
            if (!writer.writable()) {
                Semaphore resumed = new Semaphore(0);
                writer.whenWritable(resumed::release);
                resumed.acquire();
            }
        }
    }

    private static long heap(CaptureWriter writer) throws InterruptedException {
        writer.flush();
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
