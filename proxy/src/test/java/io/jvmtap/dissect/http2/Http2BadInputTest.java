package io.jvmtap.dissect.http2;

import static io.jvmtap.dissect.http2.Frames.END_HEADERS;
import static io.jvmtap.dissect.http2.Frames.HELLO;
import static io.jvmtap.dissect.http2.Frames.SETTINGS;
import static io.jvmtap.dissect.http2.Frames.block;
import static io.jvmtap.dissect.http2.Frames.data;
import static io.jvmtap.dissect.http2.Frames.frame;
import static io.jvmtap.dissect.http2.Frames.get;
import static io.jvmtap.dissect.http2.Frames.head;
import static io.jvmtap.dissect.http2.Frames.lastHead;
import static io.jvmtap.dissect.http2.Frames.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvmtap.dissect.EventText;
import io.jvmtap.dissect.Playbook;
import io.jvmtap.flow.FlowEvent;
import io.jvmtap.flow.FlowEvent.ExchangeEnded;
import io.jvmtap.flow.FlowEvent.RequestHead;
import io.jvmtap.flow.FlowEvent.ResponseHead;
import io.jvmtap.flow.Header;
import java.util.List;
import org.junit.jupiter.api.Test;

class Http2BadInputTest {
    private static final String GOT = """
            1 started h2
            1 > GET https /a HTTP/2 | :method: GET | :scheme: https | :path: /a
            1 > end 47
            """;

    @Test
    void anotherProtocolUnderItsNameIsAStream() {
        over().out("hello\n").in("got hello\n").gives("stream > hello\\n\nstream < got hello\\n");
        over().out("PRI * HTTP/1.1\r\n").gives("stream > PRI * HTTP/1.1\\r\\n");
        over().out(HELLO + get(1, "/a")).in("HTTP/1.1 400 Bad Request\r\n\r\n").gives(GOT + """
                        1 ended NOT_OF_PROTOCOL CONNECTION: the first frame is not SETTINGS
                        stream < HTTP/1.1 400 Bad Request\\r\\n\\r\\n
                        """);
    }

    @Test
    void bytesFromTheBadFrameOnAreAStream() {
        gives(data(0, "x"), "DATA on no stream");
        gives(frame(1, END_HEADERS, 0, ""), "a frame of type 1 on stream 0");
        gives(frame(4, 0, 0, "12345"), "a frame of type 4 with 5 bytes");
        gives(frame(4, 0, 1, ""), "a frame of type 4 on stream 1");
        gives(frame(3, 0, 1, "12345"), "a frame of type 3 with 5 bytes");
        gives(frame(7, 0, 0, "12345"), "a frame of type 7 with 5 bytes");
        gives(frame(9, 4, 1, ""), "a header block is not continued as it must be");
        gives(frame(1, 0, 1, "") + data(1, ""), "a header block is not continued as it must be");
        gives(frame(1, 0, 1, "") + frame(9, 4, 3, ""), "a header block is not continued as it must be");
        gives(frame(0, 8, 1, ""), "padding without a length");
        gives(frame(1, 12, 1, ""), "a head that is shorter than it says");
        gives(frame(1, 12, 1, "\5abc"), "a head that is shorter than it says");
        gives(frame(1, END_HEADERS | 0x20, 1, "abc"), "a head that is shorter than it says");
        gives(frame(5, END_HEADERS, 1, "\0\0\0"), "a promise of no stream");
    }

    @Test
    void blocksThatCannotBeDecodedEndTheReading() {
        gives(headers("\u0080"), "a header field with the number 0, which nothing has");
        gives(headers("\u00be"), "a header field with the number 62, which nothing has");
        gives(headers("\0\3ab"), "a header block that ends within a field");
        gives(headers("\0"), "a header block that ends within a field");
        gives(headers("\u00ff"), "a header block that ends within a field");
        gives(headers("\u00ff\u00ff\u00ff\u00ff\u00ff\1"), "a number that is too large in a header block");
        gives(headers("\u003f\u00ff\u00ff\u007f"), "a table of header fields of 2097182 bytes is more than we keep");
        gives(headers("\0\u0084\u00ff\u00ff\u00ff\u00ff\0"), "a Huffman code that ends in the middle of a string");
        gives(headers("\0\u0081\0\0"), "a Huffman code with wrong padding");
    }

    @Test
    void morePaddingThanFrameEndsTheReading() {
        // The pad length is told of already: what it leads to is not a body.
        over().out(HELLO + get(1, "/a"))
                .in(SETTINGS + head(1, ":status", "200") + frame(0, 8, 1, "\7abc"))
                .gives(GOT + """
                        1 < 200 [] HTTP/2 | :status: 200
                        1 ended NOT_OF_PROTOCOL CONNECTION: more padding than frame
                        stream < abc
                        """);
    }

    @Test
    void aHeadOf200KilobytesIsReadWhole() {
        String[] fields = request("GET", "/a", "x", "a".repeat(100_000), "y", "b".repeat(100_000));
        String block = block(fields);
        StringBuilder out = new StringBuilder(HELLO).append(frame(1, 1, 1, ""));
        for (int from = 0; from < block.length(); from += 16_384) {
            int to = Math.min(block.length(), from + 16_384);
            out.append(frame(9, to == block.length() ? END_HEADERS : 0, 1, block.substring(from, to)));
        }
        List<FlowEvent> events = over().out(out.toString())
                .in(SETTINGS + lastHead(1, ":status", "431"))
                .play((from, length) -> Math.min(1_000, length - from));
        List<Header> headers = first(events, RequestHead.class).headers();
        assertEquals(100_000, headers.get(3).value().length());
        assertEquals("b".repeat(100_000), headers.get(4).value());
        assertEquals(431, first(events, ResponseHead.class).status());
    }

    @Test
    void moreThanWeKeepBecomesAStream() {
        String endless = frame(9, 0, 1, "\0".repeat(16_384)).repeat(65);
        assertTrue(play(frame(1, 0, 1, "") + endless).contains("is more than we keep"));
        String emptyOnes = frame(9, 0, 1, "").repeat(120_000);
        assertTrue(play(frame(1, 0, 1, "") + emptyOnes).contains("is more than we keep"));
        // One field of 4 kB, indexed, then named again and again with one byte each.
        String bomb = "\u0040" + Frames.string("n") + Frames.string("v".repeat(4_000)) + "\u00be".repeat(1_000);
        assertTrue(play(headers(bomb)).contains("a head of more than 1048576 bytes"));
        StringBuilder many = new StringBuilder();
        for (int i = 0; i <= Streams.MAX_OPEN; i++) {
            many.append(get(2 * i + 1, "/a"));
        }
        List<FlowEvent> events =
                over().out(HELLO + many).in(SETTINGS).play((from, length) -> Math.min(50_000, length - from));
        long ended = events.stream()
                .filter(event -> event instanceof ExchangeEnded end && end.fault() != null)
                .count();
        assertEquals(Streams.MAX_OPEN, ended);
    }

    @Test
    void thousandsOfStreamsOneAfterTheOtherAreNoBurden() {
        StringBuilder asked = new StringBuilder(HELLO);
        StringBuilder answered = new StringBuilder(SETTINGS);
        for (int i = 0; i < 9_999; i++) {
            asked.append(get(2 * i + 1, "/a"));
            answered.append(lastHead(2 * i + 1, ":status", "200"));
        }
        List<FlowEvent> events = over().out(asked.toString())
                .in(answered.toString())
                .play((from, length) -> Math.min(9_000, length - from));
        assertEquals(
                9_999,
                events.stream()
                        .filter(event -> event instanceof ExchangeEnded end && end.fault() == null)
                        .count());
    }

    private static void gives(String bad, String detail) {
        Playbook book = over().out(HELLO + get(3, "/a")).in(SETTINGS).out(bad + "after");
        String text = EventText.of(book.play((from, length) -> length - from));
        assertTrue(text.contains("1 ended NOT_OF_PROTOCOL CONNECTION: " + detail + "\n"), text);
        assertTrue(text.endsWith("after"), text);
        book.gives(text);
    }

    private static String play(String bytes) {
        return EventText.of(
                over().out(HELLO + get(3, "/a") + bytes).play((from, length) -> Math.min(10_000, length - from)));
    }

    private static String headers(String block) {
        return frame(1, END_HEADERS, 1, block);
    }

    private static <E extends FlowEvent> E first(List<FlowEvent> events, Class<E> type) {
        return events.stream()
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElseThrow();
    }

    private static Playbook over() {
        return Playbook.over("h2");
    }
}
