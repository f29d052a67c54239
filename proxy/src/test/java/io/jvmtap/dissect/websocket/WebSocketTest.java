package io.jvmtap.dissect.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.jvmtap.dissect.EventText;
import io.jvmtap.dissect.Playbook;
import io.jvmtap.flow.Direction;
import io.jvmtap.flow.FlowEvent;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WebSocketTest {
    private static final String ASK = "GET /ws HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";
    private static final String YES = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: WebSocket\r\n\r\n";
    private static final String DEFLATE = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
            + "Sec-WebSocket-Extensions: permessage-deflate;server_no_context_takeover\r\n\r\n";
    private static final int CASES = 5_000;

    private static final String OPENING = """
            1 started http/1.1
            1 > GET https /ws HTTP/1.1 | Connection: Upgrade | Upgrade: websocket
            1 < 101 [Switching Protocols] HTTP/1.1 | Upgrade: WebSocket
            """;

    @Test
    void framesOfBothSidesAreMessagesOfTheExchange() {
        upgraded()
                .out(masked(0x81, "hello"))
                .in("\u0082\u0002\u0001\u0002" + "\u0081\u007E\u0000\u00C8" + "x".repeat(200))
                .out(masked(0x88, "\u0003\u00E8bye"))
                .in("\u0088\u0002\u0003\u00E8")
                .gives(OPENING + """
                        1 > body hello
                        1 > message TEXT at 0 of 5
                        1 < body \\x01\\x02%s...(202)
                        1 < message BINARY at 0 of 2
                        1 < message TEXT at 2 of 200
                        1 > message CLOSE at -1 of 5 1000 bye
                        1 < message CLOSE at -1 of 2 1000
                        1 > end 83
                        1 < end 268
                        1 ended
                        """.formatted("x".repeat(118)));
    }

    @Test
    void fragmentsAreOneMessageAndControlFramesBetweenThemAreTheirOwn() {
        upgraded()
                .out(masked(0x01, "ab") + masked(0x89, "ping") + masked(0x00, "") + masked(0x80, "c"))
                .in("\u008A\u0004ping\u0081\u0000")
                .gives(OPENING + """
                        1 > body abc
                        1 > message PING at -1 of 4 70696e67
                        1 > message TEXT at 0 of 3
                        1 < message PONG at -1 of 4 70696e67
                        1 < message TEXT at 0 of 0
                        1 > end 92
                        1 < end 64
                        1 ended
                        """);
    }

    @Test
    void compressedMessagesStayAsTheyAre() {
        Playbook.over("http/1.1")
                .withMessages()
                .out(ASK)
                .in(DEFLATE + "\u00C1\u0003\u00AA\u00BB\u00CC")
                .gives("""
                        1 started http/1.1
                        1 > GET https /ws HTTP/1.1 | Connection: Upgrade | Upgrade: websocket
                        1 < 101 [Switching Protocols] HTTP/1.1 | Upgrade: websocket \
                        | Sec-WebSocket-Extensions: permessage-deflate;server_no_context_takeover
                        1 < body \\xAA\\xBB\\xCC
                        1 < message TEXT at 0 of 3 compressed
                        1 > end 61
                        1 < end 134
                        1 ended
                        """);
    }

    @Test
    void whatIsNoFrameStaysInTheBodyAsItCame() {
        upgraded().in("\u0081\u0001a\u0083\u0002hi").out("junk!").gives(OPENING + """
                        1 < body a\\x83\\x02hi
                        1 < message TEXT at 0 of 1
                        1 > body junk!
                        1 > end 66
                        1 < end 63
                        1 ended NOT_OF_PROTOCOL MESSAGE: not WebSocket: a reserved bit is set that no extension gives a meaning
                        """);
    }

    @Test
    void anEndWithinAMessageIsSaid() {
        upgraded().in("\u0081\u0005ab").gives(OPENING + """
                        1 < body ab
                        1 > end 61
                        1 < end 60
                        1 ended TRUNCATED MESSAGE: the connection ended within a message
                        """);
    }

    @Test
    void aRefusedUpgradeIsAnExchangeAsAnyOther() {
        Playbook.over("http/1.1")
                .withMessages()
                .out(ASK)
                .in("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
                .out("GET / HTTP/1.1\r\n\r\n")
                .in("HTTP/1.1 204 No\r\n\r\n")
                .gives("""
                        1 started http/1.1
                        1 > GET https /ws HTTP/1.1 | Connection: Upgrade | Upgrade: websocket
                        1 > end 61
                        1 < 404 [Not Found] HTTP/1.1 | Content-Length: 0
                        1 < end 45
                        1 ended
                        2 started http/1.1
                        2 > GET https / HTTP/1.1
                        2 > end 18
                        2 < 204 [No] HTTP/1.1
                        2 < end 19
                        2 ended
                        """);
    }

    @Test
    void anUpgradeToSomethingElseIsAStream() {
        Playbook.over("http/1.1")
                .withMessages()
                .out(ASK)
                .in("HTTP/1.1 101 Switching Protocols\r\nUpgrade: tls/1.0\r\n\r\nrest")
                .gives("""
                        1 started http/1.1
                        1 > GET https /ws HTTP/1.1 | Connection: Upgrade | Upgrade: websocket
                        1 > end 61
                        1 < 101 [Switching Protocols] HTTP/1.1 | Upgrade: tls/1.0
                        1 < end 54
                        1 ended
                        stream < rest
                        """);
    }

    @Test
    void brokenFramesKeepTheGrammarHoweverTheyAreCut() {
        Random random = new Random(6455);
        for (int i = 0; i < CASES; i++) {
            Playbook book = Playbook.over("http/1.1").withMessages().out(ASK).in(random.nextBoolean() ? YES : DEFLATE);
            for (int step = random.nextInt(6); step >= 0; step--) {
                book.send(random.nextBoolean() ? Direction.OUT : Direction.IN, frame(random));
            }
            List<FlowEvent> whole = book.play((from, length) -> length - from);
            String text = EventText.of(whole);
            Random cuts = new Random(i);
            assertEquals(text, EventText.of(book.play((from, length) -> 1 + cuts.nextInt(length - from))), "case " + i);
            assertFalse(text.contains("DISSECTOR_FAILED"), text);
        }
    }

    private static String frame(Random random) {
        int[] openings = {0x81, 0x82, 0x01, 0x00, 0x80, 0x88, 0x89, 0x8A, 0xC1, 0x41, random.nextInt(256)};
        int opening = openings[random.nextInt(openings.length)];
        String payload = "p".repeat(random.nextInt(random.nextInt(8) == 0 ? 300 : 10));
        String frame = masked(opening, payload);
        return switch (random.nextInt(12)) {
            case 0 -> frame.substring(0, 1 + random.nextInt(frame.length() - 1));
            case 1 -> {
                int at = random.nextInt(Math.min(4, frame.length()));
                yield frame.substring(0, at) + (char) random.nextInt(256) + frame.substring(at + 1);
            }
            default -> frame;
        };
    }

    private static Playbook upgraded() {
        return Playbook.over("http/1.1").withMessages().out(ASK).in(YES);
    }

    /** A frame of the program's: opening byte, masked bit and length, key, payload. */
    private static String masked(int opening, String payload) {
        String key = "\u0011\u0021\u0033\u0044";
        StringBuilder frame = new StringBuilder().append((char) opening);
        if (payload.length() < 126) {
            frame.append((char) (0x80 | payload.length()));
        } else {
            frame.append((char) 0xFE).append((char) (payload.length() >> 8)).append((char) (payload.length() & 0xFF));
        }
        frame.append(key);
        for (int i = 0; i < payload.length(); i++) {
            frame.append((char) (payload.charAt(i) ^ key.charAt(i % 4)));
        }
        return frame.toString();
    }
}
