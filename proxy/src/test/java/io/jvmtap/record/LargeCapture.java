package io.jvmtap.record;

import static io.jvmtap.record.Traffic.headers;

import io.jvmtap.flow.FlowClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Semaphore;

/** Writes a large capture of made-up traffic, and says what that took: {@code scripts/bench capture}. */
public final class LargeCapture {
    private static final int HOSTS = 200;
    private static final int EACH_CONNECTION = 10;

    private LargeCapture() {}

    public static void main(String[] arguments) throws Exception {
        Path file = Path.of(arguments[0]);
        int count = Integer.parseInt(arguments[1]);
        long start = System.nanoTime();
        long early;
        long late;
        try (CaptureWriter writer =
                CaptureWriter.open(file, "bench", CaptureLimits.NONE, FlowClock.system(), System.err::println)) {
            Traffic traffic = new Traffic(writer, writer.ids(), FlowClock.system());
            traffic.program();
            write(writer, traffic, 0, count / 10);
            early = heap(writer);
            write(writer, traffic, count / 10, count);
            late = heap(writer);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(
                Locale.ROOT,
                "%d exchanges in %.1f s, %.0f a second; %.0f bytes each on disk, 1000 of them the answer%n",
                count,
                seconds,
                count / seconds,
                (double) Files.size(file) / count);
        System.out.printf(
                Locale.ROOT, "heap in use after a tenth of them %.1f MB, after all %.1f MB%n", early / 1e6, late / 1e6);
    }

    private static void write(CaptureWriter writer, Traffic traffic, int from, int to) throws InterruptedException {
        StringBuilder text = new StringBuilder();
        while (text.length() < 940) {
            text.append("{\"id\":").append(text.length()).append(",\"name\":\"some value\"},");
        }
        long connection = 0;
        for (int i = from; i < to; i++) {
            int group = i / EACH_CONNECTION;
            String host = group % 10_000 == 5_000 ? "rare.example" : "host-" + group % HOSTS + ".example";
            if (i % EACH_CONNECTION == 0) {
                traffic.lookup(host);
                connection = traffic.tls(host);
            }
            boolean needle = i % 100_000 == 4_711;
            long exchange = traffic.request(
                    connection,
                    "GET",
                    "/v1/things/" + i + (needle ? "?needle" : ""),
                    headers("Host", host, "User-Agent", "Java-http-client/17.0.15", "Accept", "application/json"));
            String body = (needle ? "needle-" + i + "-in-a-body" : "") + text;
            traffic.response(
                    exchange,
                    i % 50_000 == 99 ? 503 : 200,
                    headers(
                            "Date",
                            "Mon, 23 Nov 2026 12:00:00 GMT",
                            "Content-Type",
                            "application/json",
                            "Content-Length",
                            Integer.toString(body.length())),
                    (body + " ".repeat(Math.max(0, 1_000 - body.length()))).getBytes(StandardCharsets.UTF_8));
            if (i % EACH_CONNECTION == EACH_CONNECTION - 1) {
                traffic.close(connection, 3_000, 12_000, null);
            }
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
