package io.jvmtap.dissect.sse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.jvmtap.dissect.EventText;
import io.jvmtap.dissect.Playbook;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ServerSentEventsTest {
    private static final String ASK = "GET /events HTTP/1.1\r\n\r\n";
    private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Type: Text/Event-Stream; charset=utf-8\r\n";
    private static final String OPENING = """
            1 started http/1.1
            1 > GET https /events HTTP/1.1
            1 > end 24
            1 < 200 [OK] HTTP/1.1 | Content-Type: Text/Event-Stream; charset=utf-8%s
            """;

    @Test
    void eventsEndAtEmptyLinesWhateverEndsALine() {
        String body = "\u00EF\u00BB\u00BFdata: a\n\n" + "event: price\r\nid: 42\r\ndata:b\r\ndata\r\n\r\n"
                + "\r: no more\r" + "data\r\r" + ": still here\n\n" + "id:7\n\n" + "data: cut";
        book("", body).gives(OPENING.formatted("") + """
                1 < body \\xEF\\xBB\\xBFdata: a\\n\\nevent: price\\r\\nid: 42\\r\\ndata:b\\r\\ndata\\r\\n\\r\\n\\r: no more\\rdata\\r\\r\
                : still here\\n\\nid:7\\n\\ndata: cut
                1 < message EVENT at 0 of 11 message
                1 < message EVENT at 12 of 36 price\\n42
                1 < message EVENT at 51 of 15 message
                1 < end 163
                1 ended
                """);
    }

    @Test
    void chunkedStreamsAreReadWithoutTheirFraming() {
        Playbook.over("http/1.1")
                .withMessages()
                .out(ASK)
                .in(HEAD + "Transfer-Encoding: chunked\r\n\r\n")
                .in("8\r\ndata: 1\n\r\n1\r\n\n\r\n")
                .in("9\r\ndata: 2\n\n\r\n0\r\n\r\n")
                .gives(OPENING.formatted(" | Transfer-Encoding: chunked") + """
                        1 < body data: 1\\n\\ndata: 2\\n\\n
                        1 < message EVENT at 0 of 8 message
                        1 < message EVENT at 9 of 8 message
                        1 < end 133
                        1 ended
                        """);
    }

    @Test
    void aCodedStreamIsLeftAlone() {
        book("Content-Encoding: gzip\r\n", "data: a\n\n").gives(OPENING.formatted(" | Content-Encoding: gzip") + """
                1 < body data: a\\n\\n
                1 < end 100
                1 ended
                """);
    }

    @Test
    void anyBytesKeepTheGrammar() {
        Random random = new Random(9);
        String alphabet = "data:\n\r id event\n\n";
        for (int i = 0; i < 3_000; i++) {
            StringBuilder body = new StringBuilder("d");
            for (int length = random.nextInt(80); length > 0; length--) {
                body.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            Playbook book = book("", body.toString());
            String text = EventText.of(book.play((from, length) -> length - from));
            Random cuts = new Random(i);
            assertEquals(text, EventText.of(book.play((from, length) -> 1 + cuts.nextInt(length - from))), "case " + i);
            assertFalse(text.contains("FAILED"), text);
        }
    }

    private static Playbook book(String more, String body) {
        return Playbook.over("http/1.1")
                .withMessages()
                .out(ASK)
                .in(HEAD + more + "\r\n" + body)
                .end(io.jvmtap.flow.Direction.IN);
    }
}
