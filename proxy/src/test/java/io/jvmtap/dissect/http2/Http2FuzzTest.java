package io.jvmtap.dissect.http2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.jvmtap.dissect.EventText;
import io.jvmtap.dissect.Playbook;
import io.jvmtap.flow.Direction;
import io.jvmtap.flow.FlowEvent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Broken conversations, always the same ones: the record keeps its grammar and does not depend on how bytes were cut. */
class Http2FuzzTest {
    private static final int CASES = 10_000;

    @Test
    void aBrokenConversationKeepsTheGrammarHoweverItIsCut() {
        Random random = new Random(9113);
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
    void framesOfRandomBytesNeverFail() {
        Random random = new Random(7540);
        for (int i = 0; i < CASES; i++) {
            Playbook book =
                    Playbook.over("h2").out(Frames.HELLO + Frames.get(1, "/")).in(Frames.SETTINGS);
            for (int step = 0; step < 6; step++) {
                byte[] junk = new byte[random.nextInt(40)];
                random.nextBytes(junk);
                String payload = new String(junk, StandardCharsets.ISO_8859_1);
                String frame = Frames.frame(random.nextInt(11), random.nextInt(256), random.nextInt(6), payload);
                book.send(random.nextBoolean() ? Direction.OUT : Direction.IN, frame);
            }
            String text = EventText.of(book.play((from, length) -> 1 + random.nextInt(length - from)));
            assertFalse(text.contains("DISSECTOR_FAILED"), text);
        }
    }

    private static Playbook conversation(Random random) {
        Playbook book = random.nextBoolean() ? Playbook.over("h2") : Playbook.unknown();
        int steps = 1 + random.nextInt(6);
        book.out(random.nextInt(8) == 0 ? spoiled(Frames.HELLO, random) : Frames.HELLO);
        book.in(Frames.SETTINGS);
        for (int i = 0; i < steps; i++) {
            boolean out = random.nextBoolean();
            String bytes = frame(random, out, 1 + random.nextInt(6));
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

    private static String frame(Random random, boolean out, int stream) {
        return switch (random.nextInt(10)) {
            case 0 -> Frames.data(stream, "body");
            case 1 -> Frames.lastData(stream, "");
            case 2 -> Frames.reset(stream, random.nextInt(20));
            case 3 -> Frames.goAway(random.nextInt(5), random.nextInt(20), "debug");
            case 4 -> Frames.promise(stream, 2 + 2 * random.nextInt(3), Frames.request("GET", "/pushed"));
            case 5 -> Frames.frame(0, Frames.PADDED, stream, "\2padded\0\0");
            case 6 -> Frames.frame(random.nextInt(256), random.nextInt(256), stream, "payload");
            case 7 -> out ? Frames.get(stream, "/") : Frames.lastHead(stream, ":status", "200");
            case 8 -> out ? Frames.post(stream, "/") : Frames.head(stream, ":status", "100");
            default -> out ? Frames.lastHead(stream, "trailer", "1") : Frames.head(stream, ":status", "200", "a", "b");
        };
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
