package io.jvmtap.record;

import static io.jvmtap.record.Traffic.bytes;
import static io.jvmtap.record.Traffic.headers;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jvmtap.flow.FlowClock;
import io.jvmtap.flow.FlowEvent;
import io.jvmtap.flow.Stamp;
import io.jvmtap.query.ExchangeRow;
import io.jvmtap.query.LogRow;
import io.jvmtap.query.RowFilter;
import io.jvmtap.query.filter.FilterParser;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who sent a request: told before its end, after it, again, or never. */
class RecordedCallersTest {
    private static final List<String> REFUND = List.of("com.acme.Refunds.pay(Refunds.java:9)");
    private static final List<String> CHARGE =
            List.of("com.acme.Orders.pay(Orders.java:4)", "com.acme.App.main(App.java:1)");

    @TempDir
    private Path directory;

    @Test
    void theLastWordCountsAndTheConnectionStandsInForThoseUntold() throws Exception {
        Path file = write("a");
        try (CaptureReader reader = CaptureReader.open(file)) {
            assertEquals(
                    List.of(
                            "1 main com.acme.Orders.pay(Orders.java:4)",
                            "2 pool-1 com.acme.Refunds.pay(Refunds.java:9)",
                            "3 worker-1 " + Traffic.FRAMES.get(0)),
                    callers(reader, RowFilter.ALL));
            assertEquals(
                    List.of("2 pool-1 com.acme.Refunds.pay(Refunds.java:9)"),
                    callers(reader, FilterParser.parse("~caller Refunds")));
            assertEquals(
                    List.of("1 main com.acme.Orders.pay(Orders.java:4)"),
                    callers(reader, FilterParser.parse("~thread main")));
        }
    }

    @Test
    void mergedCapturesKeepThem() throws Exception {
        Path merged = directory.resolve("merged.jvmtap");
        CaptureMerge.merge(merged, List.of(write("a"), write("b")));
        try (CaptureReader reader = CaptureReader.open(merged)) {
            assertEquals(
                    2, callers(reader, FilterParser.parse("~caller Refunds")).size());
            assertEquals(6, callers(reader, RowFilter.ALL).size());
        }
    }

    private Path write(String name) throws Exception {
        Path file = directory.resolve(name + ".jvmtap");
        FlowClock clock = Traffic.ticking();
        try (CaptureWriter writer = CaptureWriter.open(file, name, clock, System.err::println)) {
            Traffic traffic = new Traffic(writer, writer.ids(), clock);
            traffic.program();
            long connection = traffic.tls("api.stripe.test", SampleCapture.CERTIFICATE);
            long first = traffic.request(connection, "GET", "/1", headers("Host", "api.stripe.test"));
            writer.emit(new FlowEvent.ExchangeCaller(first, clock.now(), "wrong", REFUND));
            writer.emit(new FlowEvent.ExchangeCaller(first, clock.now(), "main", CHARGE));
            traffic.response(first, 200, headers(), bytes("1"));
            long second = traffic.request(connection, "GET", "/2", headers("Host", "api.stripe.test"));
            traffic.response(second, 200, headers(), bytes("2"));
            long third = traffic.request(connection, "GET", "/3", headers("Host", "api.stripe.test"));
            traffic.response(third, 200, headers(), bytes("3"));
            writer.flush();
            writer.emit(new FlowEvent.ExchangeCaller(second, new Stamp(1, 1), "pool-1", REFUND));
            traffic.close(connection, 10, 10, null);
        }
        return file;
    }

    private static List<String> callers(CaptureReader reader, RowFilter filter) throws Exception {
        return reader.last(100, filter).stream().map(RecordedCallersTest::text).toList();
    }

    private static String text(LogRow row) {
        ExchangeRow exchange = (ExchangeRow) row;
        return exchange.id() + " " + exchange.cause().thread() + " "
                + exchange.cause().frames().get(0);
    }
}
