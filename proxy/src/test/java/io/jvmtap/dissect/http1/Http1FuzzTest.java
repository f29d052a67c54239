package io.jvmtap.dissect.http1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvmtap.dissect.EventText;
import io.jvmtap.dissect.Playbook;
import io.jvmtap.flow.Direction;
import io.jvmtap.flow.FlowEvent;
import io.jvmtap.flow.FlowEvent.BodyChunk;
import io.jvmtap.flow.FlowEvent.Segment;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Broken conversations, always the same ones: the record keeps its grammar and does not depend on how bytes were cut. */
class Http1FuzzTest {
    private static final int CASES = 20_000;

    private static final String[] OUT = {
        "GET /a HTTP/1.1\r\nHost: a\r\n\r\n",
        "POST /b HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc",
        "POST /c HTTP/1.1\r\nTransfer-Encoding: chunked\r\nX: y\r\n z\r\n\r\n2;e=1\r\nab\r\n0\r\nT: u\r\n\r\n",
        "HEAD / HTTP/1.0\n\n",
        "CONNECT h:1 HTTP/1.1\r\n\r\n",
    };
    private static final String[] IN = {
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
        "HTTP/1.1 100 Continue\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
        "HTTP/1.0 404 Not Found\r\n\r\nuntil the end",
        "HTTP/1.1 204 No Content\r\n\r\n",
        "HTTP/1.1 101 Switching Protocols\r\n\r\n",
    };

    @Test
    void aBrokenConversationKeepsTheGrammarHoweverItIsCut() {
        Random random = new Random(20240917);
        for (int i = 0; i < CASES; i++) {
            Playbook book = conversation(random);
            List<FlowEvent> whole = book.play((from, length) -> length - from);
            Random cuts = new Random(i);
            List<FlowEvent> pieces = book.play((from, length) -> 1 + cuts.nextInt(length - from));
            String text = EventText.of(whole);
            assertEquals(text, EventText.of(pieces), "case " + i);
            assertFalse(text.contains("DISSECTOR_FAILED"), text);
        }
    }

    @Test
    void randomBytesAreRecordedAsTheyAre() {
        Random random = new Random(4711);
        for (int i = 0; i < CASES / 4; i++) {
            byte[] junk = new byte[random.nextInt(200)];
            random.nextBytes(junk);
            String text = new String(junk, StandardCharsets.ISO_8859_1);
            List<FlowEvent> events =
                    Playbook.unknown().out(text).in(text).play((from, length) -> 1 + random.nextInt(length - from));
            long bytes = events.stream()
                    .mapToLong(event -> event instanceof Segment segment
                            ? segment.bytes().length
                            : event instanceof BodyChunk chunk ? chunk.bytes().length : 0)
                    .sum();
            assertTrue(bytes == 2L * junk.length || events.size() > 2, "case " + i + ": " + EventText.of(events));
        }
    }

    private static Playbook conversation(Random random) {
        Playbook book = random.nextBoolean() ? Playbook.over("http/1.1") : Playbook.unknown();
        int steps = 1 + random.nextInt(6);
        for (int i = 0; i < steps; i++) {
            boolean out = random.nextBoolean() || i == 0;
            String[] from = out ? OUT : IN;
            String bytes = from[random.nextInt(from.length)];
            if (random.nextInt(3) == 0) {
                bytes = spoiled(bytes, random);
            }
            Direction direction = out ? Direction.OUT : Direction.IN;
            if (!bytes.isEmpty()) {
                book.send(direction, bytes);
            }
            if (i == steps - 1 && random.nextInt(4) == 0) {
                book.end(direction);
            }
        }
        return book;
    }

    private static String spoiled(String bytes, Random random) {
        int at = random.nextInt(bytes.length());
        return switch (random.nextInt(5)) {
            case 0 -> bytes.substring(0, at);
            case 1 -> bytes.substring(at);
            case 2 ->
                bytes.substring(0, at) + (char) (bytes.charAt(at) ^ 1 << random.nextInt(8)) + bytes.substring(at + 1);
            case 3 -> bytes.substring(0, at) + bytes.substring(random.nextInt(bytes.length()));
            default -> bytes.substring(0, at) + (char) random.nextInt(256) + bytes.substring(at);
        };
    }
}
