package io.jvmtap.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvmtap.query.ExchangeRow;
import io.jvmtap.query.RowFilter;
import io.jvmtap.record.CaptureReader;
import io.jvmtap.record.CaptureWriter;
import io.jvmtap.record.Traffic;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How HTTP/2 and gRPC look: in the log, in JSON and in full. */
@NullUnmarked // an unexpected null fails the test, as it should
class Http2ViewTest {
    private static final String SHOWN = """
            POST /a.Users/Find HTTP/2
            :authority: a.example:8443
            content-type: application/grpc

            message 1, 2 B
              1: 7

            HTTP/2 200
            content-type: application/grpc

            message 1, 4 B
              1: "hi"
            grpc-status: 5
            grpc-message: no%20one%1b[2J
            (grpc:5 NOT_FOUND: no one\\x1b[2J)
            """;

    @TempDir
    Path directory;

    @Test
    void aFailedCallIsSeenToHaveFailed() throws Exception {
        Path file = directory.resolve("a.jvmtap");
        try (CaptureWriter writer = CaptureWriter.open(file, "a", Traffic.ticking(), System.err::println)) {
            Traffic traffic = new Traffic(writer, writer.ids(), Traffic.ticking());
            traffic.grpc("a.example", "5", "no%20one%1b[2J");
            traffic.grpc("a.example", "0", "");
        }
        try (CaptureReader capture = CaptureReader.open(file)) {
            ExchangeRow failed = capture.exchangesAfter(0, 1).get(0);
            String line = new RowLine(Terminal.NONE, ZoneOffset.UTC).of(failed);
            assertTrue(line.contains("POST    a.example:8443/a.Users/Find"), line);
            assertTrue(line.contains("  200     9 B "), line);
            assertTrue(line.contains("  h2        grpc:5 NOT_FOUND: no one\\x1b[2J  StripeClient.charge"), line);
            RowLine painted = new RowLine(new Terminal(true, 160), ZoneOffset.UTC);
            assertTrue(painted.of(failed).contains("\u001b[31m200\u001b[0m"), "red");
            assertTrue(painted.of(capture.exchangesAfter(1, 1).get(0)).contains("\u001b[32m200\u001b[0m"), "green");
            String json = RowJson.of(failed);
            assertTrue(json.contains("\"grpcStatus\":5,\"grpcMessage\":\"no one\\u001b[2J\""), json);
            String shown =
                    new FlowText(ZoneOffset.UTC).exchange(capture.exchange(1), direction -> capture.body(1, direction));
            assertTrue(shown.contains(SHOWN), shown);
        }
    }

    @Test
    void theStatusCanBeSearchedFor() throws Exception {
        Path file = directory.resolve("a.jvmtap");
        try (CaptureWriter writer = CaptureWriter.open(file, "a", Traffic.ticking(), System.err::println)) {
            Traffic traffic = new Traffic(writer, writer.ids(), Traffic.ticking());
            traffic.grpc("a.example", "5", "");
            traffic.grpc("a.example", "0", "");
        }
        try (CaptureReader capture = CaptureReader.open(file)) {
            assertEquals(
                    1, capture.last(9, RowFilter.words(List.of("not_found"))).size());
        }
    }
}
