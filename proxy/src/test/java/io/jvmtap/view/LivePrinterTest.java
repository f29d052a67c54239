package io.jvmtap.view;

import static io.jvmtap.record.Traffic.headers;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvmtap.flow.Direction;
import io.jvmtap.flow.FlowClock;
import io.jvmtap.flow.Stamp;
import io.jvmtap.record.NumberedIds;
import io.jvmtap.record.Traffic;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LivePrinterTest {
    private final RowLine line = new RowLine(Terminal.NONE, ZoneOffset.UTC);

    @Test
    void eachFlowThatEndsGetsOneLine() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (LivePrinter printer = new LivePrinter(stream(out), line, () -> new Stamp(0, 0))) {
            Traffic traffic = new Traffic(printer, new NumberedIds(), Traffic.ticking());
            traffic.get("a.example", "/one", new byte[10]);
            long opaque = traffic.tls("db.example");
            traffic.segment(opaque, Direction.OUT, new byte[5]);
            traffic.close(opaque, 5, 0, null);
            traffic.bypass("b.example", "excluded");
        }
        String[] lines = out.toString(StandardCharsets.UTF_8).split(System.lineSeparator());
        assertEquals(3, lines.length, out::toString);
        assertTrue(lines[0].startsWith("   1  12:00:00."), lines[0]);
        assertTrue(lines[0].contains("GET     a.example/one"), lines[0]);
        assertTrue(lines[1].contains("c2"), lines[1]);
        assertTrue(lines[2].contains("b1"), lines[2]);
    }

    @Test
    void anExchangeThatRunsForLongIsShownOnceMeanwhile() throws Exception {
        AtomicLong now = new AtomicLong();
        FlowClock clock = () -> new Stamp(0, now.get());
        PipedInputStream pipe = new PipedInputStream(1 << 16);
        BufferedReader shown = new BufferedReader(new InputStreamReader(pipe, StandardCharsets.UTF_8));
        try (LivePrinter printer = new LivePrinter(stream(new PipedOutputStream(pipe)), line, clock)) {
            Traffic traffic = new Traffic(printer, new NumberedIds(), clock);
            long exchange = traffic.request(traffic.tls("a.example"), "GET", "/events", headers());
            traffic.responseHead(exchange, 200, headers());
            now.set(2_000_000_000L);
            assertTrue(shown.readLine().contains("200     0 B      ..."));
            now.set(3_000_000_000L);
            traffic.end(exchange, null);
            assertTrue(shown.readLine().contains("3.0 s"));
        }
    }

    @Test
    void aStuckTerminalHoldsNobodyUpAndWhatItMissedIsCounted() throws Exception {
        CountDownLatch unstuck = new CountDownLatch(1);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        OutputStream stuck = new OutputStream() {
            @Override
            public void write(int b) {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                try {
                    unstuck.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                out.write(bytes, offset, length);
            }
        };
        try (LivePrinter printer = new LivePrinter(stream(stuck), line, Traffic.ticking())) {
            Traffic traffic = new Traffic(printer, new NumberedIds(), Traffic.ticking());
            assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
                for (int i = 0; i < 30_000; i++) {
                    traffic.bypass("a.example", "excluded");
                }
            });
            unstuck.countDown();
        }
        assertTrue(out.toString(StandardCharsets.UTF_8).contains("lines left out"));
    }

    private static PrintStream stream(OutputStream out) {
        return new PrintStream(out, false, StandardCharsets.UTF_8);
    }
}
