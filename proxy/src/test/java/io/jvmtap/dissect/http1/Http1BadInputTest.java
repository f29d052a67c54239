package io.jvmtap.dissect.http1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvmtap.dissect.Playbook;
import io.jvmtap.flow.Direction;
import io.jvmtap.flow.FlowEvent;
import io.jvmtap.flow.FlowEvent.BodyChunk;
import io.jvmtap.flow.FlowEvent.ExchangeEnded;
import io.jvmtap.flow.FlowEvent.ResponseHead;
import io.jvmtap.flow.FlowEvent.Segment;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Http1BadInputTest {
    private static final String GET = "GET / HTTP/1.1\r\n\r\n";
    private static final String GOT = "1 started http/1.1\n1 > GET https / HTTP/1.1\n1 > end 18\n";
    private static final String NOT = "1 ended NOT_OF_PROTOCOL EXCHANGE: ";

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "-1 ~ Content-Length is not a number: -1",
                "+1 ~ Content-Length is not a number: +1",
                "0x1 ~ Content-Length is not a number: 0x1",
                "1 2 ~ Content-Length is not a number: 1 2",
                "'' ~ Content-Length is not a number:",
                "9223372036854775808 ~ Content-Length is too large: 9223372036854775808",
                "'1, 2' ~ Content-Length differs: 1 and 2",
            })
    void givesUpWhereTheLengthIsNotCertain(String length, String why) {
        String headers = "Content-Length: " + length;
        http().out(GET)
                .in("HTTP/1.1 200 OK\r\n" + headers + "\r\n\r\nabc")
                .out("more")
                .gives(GOT + "1 < 200 [OK] HTTP/1.1 | " + headers + "\n" + NOT + why.strip()
                        + (length.isEmpty() ? " " : "") + "\nstream < abc\nstream > more");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "xyz ~ not a chunk size",
                "-5 ~ not a chunk size",
                "'' ~ not a chunk size",
                "5x ~ not a chunk size",
                "fffffffffffffffff ~ a chunk size that is too large",
            })
    void givesUpOnABadChunkSizeAndStreamsFromItOn(String size, String why) {
        http().out(GET)
                .in("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n" + size + "\r\nrest")
                .gives(GOT + "1 < 200 [OK] HTTP/1.1 | Transfer-Encoding: chunked\n1 < body a\n" + NOT + why
                        + "\nstream < " + size + "\\r\\nrest");
    }

    @Test
    void givesUpWhereAChunkIsLongerThanItSaid() {
        http().out(GET)
                .in("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n")
                .gives(GOT + "1 < 200 [OK] HTTP/1.1 | Transfer-Encoding: chunked\n1 < body a\n" + NOT
                        + "no line end after a chunk\nstream < bc\\r\\n");
    }

    @Test
    void givesUpOnARequestWhoseCodingHasNoEnd() {
        http().out("POST / HTTP/1.1\r\nTransfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n")
                .gives("1 started http/1.1\n1 > POST https / HTTP/1.1 | Transfer-Encoding: chunked, gzip\n" + NOT
                        + "the request's Transfer-Encoding does not end in chunked\nstream > 0\\r\\n\\r\\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "no colon ~ header line 2 has no colon",
                "': empty' ~ header line 2 has no valid name",
                "'N\u0000: nul' ~ header line 2 has no valid name",
                "'N\u001b[2J: x' ~ header line 2 has no valid name",
            })
    void givesUpOnAHeaderLineThatIsNone(String line, String why) {
        String shown = line.replace("\u0000", "\\x00").replace("\u001b", "\\x1B");
        http().out("GET / HTTP/1.1\r\nA: b\r\n" + line + "\r\n\r\n")
                .gives("1 started http/1.1\n" + NOT + why + "\nstream > GET / HTTP/1.1\\r\\nA: b\\r\\n" + shown
                        + "\\r\\n\\r\\n");
    }

    @Test
    void givesUpOnAFoldWithoutAHeader() {
        http().out("GET / HTTP/1.1\r\n folded: x\r\n\r\n")
                .gives("1 started http/1.1\n" + NOT + "the first header line opens with a blank\n"
                        + "stream > GET / HTTP/1.1\\r\\n folded: x\\r\\n\\r\\n");
    }

    @Test
    void showsOddHeadersAsTheyAre() {
        http().out(
                        "GET / HTTP/1.1\nName : v\r\nU: caf\u00c3\u00a9\r\nNul: a\u0000b\r\nLone: a\rb\r\nF: a\r\n\t b \r\n \r\n c\r\n"
                                + "E:\r\n  x\r\nE:\r\n\r\n")
                .gives("""
                        1 started http/1.1
                        1 > GET https / HTTP/1.1 | Name : v | U: caf\\xC3\\xA9 | Nul: a\\x00b | Lone: a\\rb | F: a b c | E: x | E:\s
                        1 > end 90
                        1 ended TRUNCATED MESSAGE: no response came
                        """);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "'GET /\r\n'",
                "'GET / HTTP/2.0\r\n'",
                "'GET  HTTP/1.1\r\n'",
                "'G@T / HTTP/1.1\r\n'",
                "'GET /\u0007 HTTP/1.1\r\n'",
                "'get\r\n'",
                "'GET / http/1.1\r\n'",
            })
    void givesUpOnARequestLineThatIsNone(String line) {
        String shown = line.replace("\r\n", "\\r\\n").replace("\u0007", "\\x07");
        http().out(line).gives("1 started http/1.1\n" + NOT + "not a request line of HTTP/1\nstream > " + shown);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "'SSH-2.0-x\r\n'",
                "'HTTP/2 200\r\n'",
                "'HTTP/1.1 20\r\n'",
                "'HTTP/1.1 020 x\r\n'",
                "'HTTP/1.1 2000\r\n'",
                "'HTTP/1.1 OK\r\n'",
                "'<html>'",
                "'HTTP/1.1  200\r\n'",
            })
    void givesUpOnAStatusLineThatIsNone(String line) {
        http().out(GET)
                .in(line)
                .gives(GOT + NOT + "not a status line of HTTP/1\nstream < " + line.replace("\r\n", "\\r\\n"));
    }

    @Test
    void opensNoExchangeForBytesThatAreNone() {
        http().out("\u0016\u0003\u0001").in("\u0016\u0003").gives("stream > \\x16\\x03\\x01\nstream < \\x16\\x03");
    }

    @Test
    void streamsAServerThatSpeaksUnasked() {
        http().in("HTTP/1.1 408 Request Timeout\r\n\r\n")
                .end(Direction.IN)
                .out(GET)
                .gives("stream < HTTP/1.1 408 Request Timeout\\r\\n\\r\\n\nstream > GET / HTTP/1.1\\r\\n\\r\\n");
    }

    @Test
    void takesAHeadOfTwoHundredKilobytes() {
        String value = "v".repeat(200_000);
        List<FlowEvent> events = http().out(GET)
                .in("HTTP/1.1 200 OK\r\nBig: " + value + "\r\nContent-Length: 0\r\n\r\n")
                .play((from, length) -> Math.min(1460, length - from));
        assertEquals(
                value,
                events.stream()
                        .filter(ResponseHead.class::isInstance)
                        .map(event -> ((ResponseHead) event).headers().get(0).value())
                        .findFirst()
                        .orElseThrow());
    }

    @Test
    void givesUpOnAHeadThatDoesNotEnd() {
        for (String filler : List.of("a", " \n", " a\n", "N:\n", "\t\r\n")) {
            String head = "GET / HTTP/1.1\r\nN: " + filler.repeat(3 * MessageReader.MAX_HEAD / filler.length());
            List<FlowEvent> events = assertTimeoutPreemptively(
                    Duration.ofSeconds(20),
                    () -> http().out(head).play((from, length) -> Math.min(9000, length - from)));
            assertTrue(fault(events).endsWith("header lines of more than 1048576 bytes"), fault(events));
            assertEquals(head.length(), bytes(events), "no byte is lost");
        }
    }

    @Test
    void givesUpOnAChunkExtensionThatDoesNotEnd() {
        String body = "5;" + "x".repeat(100_000);
        List<FlowEvent> events = http().out("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n" + body)
                .play((from, length) -> length - from);
        assertTrue(fault(events).endsWith("a chunk size without an end"));
        assertEquals(body.length(), bytes(events), "no byte is lost");
    }

    @Test
    void givesUpOnRequestsThatNobodyAnswers() {
        List<FlowEvent> events =
                http().out(GET.repeat(Exchanges.MAX_PIPELINED + 1)).play((from, length) -> length - from);
        assertTrue(fault(events).endsWith("more than 10000 requests without an answer"));
        assertEquals(GET.length(), bytes(events));
    }

    @Test
    void cutsBodiesIntoPiecesThatAQueueCanBear() {
        List<FlowEvent> events = http().out("PUT / HTTP/1.1\r\nContent-Length: 300000\r\n\r\n" + "b".repeat(300_000))
                .play((from, length) -> length - from);
        List<Integer> sizes = events.stream()
                .filter(BodyChunk.class::isInstance)
                .map(event -> ((BodyChunk) event).bytes().length)
                .toList();
        assertEquals(List.of(65536, 65536, 65536, 65536, 37856), sizes);
    }

    private static String fault(List<FlowEvent> events) {
        return events.stream()
                .filter(ExchangeEnded.class::isInstance)
                .map(event ->
                        Objects.requireNonNull(((ExchangeEnded) event).fault()).detail())
                .findFirst()
                .orElseThrow();
    }

    private static long bytes(List<FlowEvent> events) {
        return events.stream()
                .filter(Segment.class::isInstance)
                .mapToLong(event -> ((Segment) event).bytes().length)
                .sum();
    }

    private static Playbook http() {
        return Playbook.over("http/1.1");
    }
}
