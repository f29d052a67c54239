package io.jvmtap.record;

import static io.jvmtap.record.Traffic.bytes;
import static io.jvmtap.record.Traffic.headers;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvmtap.flow.Direction;
import io.jvmtap.flow.Fault;
import io.jvmtap.query.LogRow;
import io.jvmtap.query.RowFilter;
import io.jvmtap.query.filter.Filter;
import io.jvmtap.query.filter.FilterParser;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What filters find in a capture. */
@NullUnmarked // an unexpected null fails the test, as it should
class FilterQueryTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '@',
            quoteCharacter = '`',
            ignoreLeadingAndTrailingWhitespace = true,
            value = {
                "POST stripe @ 1",
                "402 @ 1",
                "stripe\\.test/(terms|logo) @ 2 3",
                "'stripe\\.test/(terms|logo)' @ 2 3",
                "~u /v1.*card @ 1",
                "~d ^db @ c2",
                "~d stripe @ 1 2 3",
                "~m post @ 1",
                "~c 200 @ 2 3",
                "~c 4xx | ~c 200 ~u terms @ 2",
                "~h 'request-id: req' @ 1",
                "~hq request-id @",
                "~hs ^request-id @ 1",
                "~b card_declined @ 1",
                "~bq hunter2 @ 1",
                "~bs hunter2 @",
                "~bs 'and conditions$' @ 2",
                "~b ^N$ @ c2",
                "~t png | ~tq form @ 1 3",
                "~ts form @",
                "~a @ 3",
                "~e @ 3 c3",
                "~s @ 1 2 3",
                "~q @",
                "~http @ 1 2 3",
                "~tcp @ c2 c3",
                "~udp | ~dns | ~marked | ~replay | ~replayq | ~replays | ~comment x | ~marker x | ~websocket @",
                "~bypass @ b1",
                "~all @ 1 2 3 c2 c3 b1",
                "~src 127 @ 1 2 3 c2 c3",
                "~dst '192\\.0\\.2\\.10:443' @ 1 2 3 c2",
                "~meta 'pid: 4711' ~http @ 1 2 3",
                "~caller StripeClient ~e @ 3 c3",
                "~thread worker & ~c 402 @ 1",
                "~pid 4711 ~c 402 @ 1",
                "~pid 1 @",
                "~proto http/1 ~u logo @ 3",
                "~lookup 192.0.2.10 @ 1 2 3",
                "~route x @",
                "~target ^/terms @ 2",
                "~grpc x @",
                "~dur >1h @",
                "~dur <1h ~c 402 @ 1",
                "~size >100 @ 1",
                "~size <=9 @ c2 c3",
                "~port 443 ~tcp @ c2 c3",
                "domain:*.stripe.test method:GET -status-code:404 @ 2 3",
                "mime-type:application/json @ 1",
                "resource-type:image @ 3",
                "larger-than:0.05k @ 1",
                "url:/terms @ 2",
                "has-response-header:REQUEST-ID @ 1",
                "set-cookie-name:id set-cookie-value:s3cret response-header-set-cookie:httponly @ 1",
                "cookie-name:theme cookie-value:abc @ 1",
                "set-cookie-domain:x | priority:high | is:from-cache | is:running @",
                "!~http & !~tcp @ b1",
                "!(~d stripe | ~d db) @ c3 b1",
                "!~c 200 ~http @ 1",
                "-~b card_declined ~http @ 2 3",
                "telemetry @ b1",
                "scheme:https ~u logo @ 3",
                "~d '' ~c 402 @ 1"
            })
    void theyFindWhatTheySay(String expression, String ids) throws Exception {
        Path file = SampleCapture.write(directory.resolve("a.jvmtap"));
        List<String> expected =
                ids == null || ids.isBlank() ? List.of() : List.of(ids.strip().split(" "));
        Filter filter = FilterParser.parse(expression);
        try (CaptureReader reader = CaptureReader.open(file)) {
            assertEquals(expected, ids(reader.last(100, filter)));
            List<LogRow> rows = new ArrayList<>();
            reader.rows(filter, rows::add);
            assertEquals(expected, ids(rows));
            List<LogRow> unaided = new ArrayList<>();
            RowFilter alone = filter::test;
            reader.rows(alone, unaided::add);
            assertEquals(expected, ids(unaided));
        }
    }

    @Test
    void aCaptureOfVersion1IsFilteredToo() throws Exception {
        Path file = directory.resolve("version-1.jvmtap");
        try (var golden = getClass().getResourceAsStream("/captures/version-1.jvmtap")) {
            Files.copy(golden, file);
        }
        try (CaptureReader reader = CaptureReader.open(file)) {
            assertEquals(List.of("2", "3"), ids(reader.last(9, FilterParser.parse("~d stripe ~c 200 | ~b 'no such'"))));
        }
    }

    @Test
    void hostsAreFoundByTheirIndexHoweverManyThereAre() throws Exception {
        Path file = directory.resolve("a.jvmtap");
        try (CaptureWriter writer = CaptureWriter.open(file, "a", Traffic.ticking(), System.err::println)) {
            Traffic traffic = new Traffic(writer, writer.ids(), Traffic.ticking());
            for (int i = 0; i < 600; i++) {
                traffic.get("h" + i % 150 + ".example", "/" + i, bytes("x"));
            }
        }
        try (CaptureReader reader = CaptureReader.open(file)) {
            assertEquals(List.of("150", "300", "450", "600"), ids(reader.last(9, FilterParser.parse("~d ^h149"))));
            assertEquals(List.of("599", "600"), ids(reader.last(2, FilterParser.parse("~d h14[89]"))));
            assertEquals(List.of("599", "600"), ids(reader.last(2, FilterParser.parse("~d h"))));
            assertEquals(596, reader.last(900, FilterParser.parse("!~d h149")).size());
            int[] ordered = {0};
            reader.rows(FilterParser.parse("~d h1.\\.ex"), row -> {
                assertTrue(row.number() > ordered[0]);
                ordered[0] = (int) row.number();
            });
            assertEquals(470, ordered[0]);
        }
    }

    @Test
    void largeBodiesAreSearchedToTheirEndAndAcrossTheirPieces() throws Exception {
        Path file = directory.resolve("a.jvmtap");
        try (CaptureWriter writer = CaptureWriter.open(file, "a", Traffic.ticking(), System.err::println)) {
            Traffic traffic = new Traffic(writer, writer.ids(), Traffic.ticking());
            byte[] hay = "hay ".repeat(1 << 18).getBytes(StandardCharsets.UTF_8);
            for (int needle : new int[] {0, 1 << 16, (4 << 20) - 3, (5 << 20) - 6, -1}) {
                byte[] body = new byte[5 << 20];
                for (int i = 0; i < 5; i++) {
                    System.arraycopy(hay, 0, body, i << 20, 1 << 20);
                }
                if (needle >= 0) {
                    System.arraycopy(bytes("needle"), 0, body, needle, 6);
                }
                long exchange = traffic.request(traffic.tls("a.example"), "GET", "/", headers("Host", "a.example"));
                traffic.response(exchange, 200, headers("Content-Type", "text/plain"), body);
            }
        }
        try (CaptureReader reader = CaptureReader.open(file)) {
            assertEquals(List.of("1", "2", "3", "4"), ids(reader.last(9, FilterParser.parse("~bs ne+dle"))));
        }
    }

    @Test
    void aBodyThatIsNotWhatItsCodingSaysIsSearchedAsFarAsItGoes() throws Exception {
        Path file = directory.resolve("a.jvmtap");
        try (CaptureWriter writer = CaptureWriter.open(file, "a", Traffic.ticking(), System.err::println)) {
            Traffic traffic = new Traffic(writer, writer.ids(), Traffic.ticking());
            long connection = traffic.tls("a.example");
            byte[] whole = SampleCapture.gzip(bytes("needle".repeat(2)));
            for (byte[] body : List.of(
                    java.util.Arrays.copyOf(whole, whole.length - 8),
                    bytes("needle"),
                    java.util.Arrays.copyOf(whole, 3))) {
                long exchange = traffic.request(connection, "GET", "/", headers("Host", "a.example"));
                traffic.responseHead(exchange, 200, headers("Content-Encoding", "gzip"));
                traffic.body(exchange, Direction.IN, body);
                traffic.end(exchange, new Fault(Fault.Code.TRUNCATED, Fault.Scope.MESSAGE, "cut"));
            }
        }
        try (CaptureReader reader = CaptureReader.open(file)) {
            assertEquals(List.of("1"), ids(reader.last(9, FilterParser.parse("~b needle"))));
        }
    }

    private static List<String> ids(List<LogRow> rows) {
        return rows.stream().map(LogRow::id).toList();
    }
}
