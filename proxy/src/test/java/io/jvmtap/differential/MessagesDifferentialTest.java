package io.jvmtap.differential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvmtap.differential.ProgramRun.Plan;
import io.jvmtap.differential.ProgramRun.Result;
import io.jvmtap.differential.TestCertificates.Leaf;
import io.jvmtap.differential.programs.EventStreamProgram;
import io.jvmtap.differential.programs.WebSocketProgram;
import io.jvmtap.flow.Direction;
import io.jvmtap.flow.FlowEvent;
import io.jvmtap.flow.MessageKind;
import io.jvmtap.query.ExchangeDetail;
import io.jvmtap.query.MessageContents;
import io.jvmtap.query.MessageRow;
import io.jvmtap.record.CaptureReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real clients of WebSocket and of server-sent events: same outcome, each message in the capture, no delay. */
@Tag("slow") // starts JVMs
class MessagesDifferentialTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    /**
     * Of what the tap adds to an event. The aim on a machine with nothing else to do is a millisecond, and the figure is
     * printed; a test that runs among others can only find out whether events are held back.
     */
    private static final long MOST_DELAY_NANOS = 5_000_000;

    @TempDir
    private Path directory;

    private TestCertificates certificates;
    private Plan plan = new Plan(Path.of("unset"), java.util.Map.of(), List.of(), java.util.Map.of());

    @BeforeEach
    void prepare() throws Exception {
        certificates = new TestCertificates();
        plan = Plan.usual(Path.of(System.getProperty("java.home")), certificates.trustStore(directory));
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "plain", "deflate"})
    void aWebSocketIsTheSameAndEachMessageIsSeen(String client) throws Exception {
        try (MessagesBackend backend = new MessagesBackend();
                TlsFront server = front(backend.port());
                Tapped tapped = new Tapped(directory)) {
            String url = "wss://" + TestCertificates.NAME + ":" + server.port() + "/ws";
            Result untapped =
                    ProgramRun.start(plan, WebSocketProgram.class, url, client).finish(LIMIT);
            Result withTap = ProgramRun.start(tapped.plan(plan), WebSocketProgram.class, url, client)
                    .finish(LIMIT);
            assertEquals(untapped.outText(), withTap.outText(), withTap.errText());
            assertEquals(untapped.errText(), withTap.errText());
            assertTrue(withTap.outText().contains("close 1000 done"), withTap.outText());
            tapped.seen().await(events -> events.stream().anyMatch(FlowEvent.ExchangeEnded.class::isInstance), LIMIT);
            try (CaptureReader capture = tapped.capture()) {
                ExchangeDetail exchange = capture.exchange(1);
                assertEquals(101, exchange.row().status());
                assertTrue(exchange.row().webSocket());
                List<String> out = messages(capture, exchange, Direction.OUT);
                List<String> in = messages(capture, exchange, Direction.IN);
                String hello = client.equals("jdk") ? "hello" : "hello" + " hello".repeat(15);
                List<String> expected =
                        new ArrayList<>(List.of("TEXT " + hello, "TEXT in two parts", "BINARY 200000", "TEXT bye"));
                List<String> sent = new ArrayList<>(expected);
                sent.add("CLOSE 1000 done");
                expected.add("TEXT and that was all");
                expected.add("CLOSE 1000 done");
                if (client.equals("jdk")) {
                    sent.add(1, "PING alive");
                    expected.add(1, "PONG alive");
                }
                assertEquals(sent, out);
                assertEquals(expected, in);
                assertEquals(out.size() + in.size(), exchange.row().messages());
                boolean compressed = capture.messages(1, 0, 1).get(0).compressed();
                assertEquals(client.equals("deflate"), compressed);
            }
        }
    }

    @Test
    void anEventIsHardlyDelayed() throws Exception {
        try (MessagesBackend backend = new MessagesBackend();
                TlsFront server = front(backend.port());
                Tapped tapped = new Tapped(directory)) {
            String url = "https://" + TestCertificates.NAME + ":" + server.port() + "/events";
            ProgramRun untapped = ProgramRun.start(plan, EventStreamProgram.class, url);
            ProgramRun withTap = ProgramRun.start(tapped.plan(plan), EventStreamProgram.class, url);
            long without = median(untapped.finish(LIMIT));
            long with = median(withTap.finish(LIMIT));
            System.out.printf(
                    "median delay of an event: %d us untapped, %d us tapped%n", without / 1_000, with / 1_000);
            assertTrue(with - without <= MOST_DELAY_NANOS, with + " - " + without);
            try (CaptureReader capture = tapped.capture()) {
                ExchangeDetail exchange = capture.exchange(1);
                assertEquals(MessagesBackend.EVENTS, exchange.row().messages());
                List<MessageRow> events = capture.messages(1, 0, 1_000);
                for (int i = 0; i < MessagesBackend.EVENTS; i++) {
                    assertEquals(MessageKind.EVENT, events.get(i).kind());
                    assertEquals("message\n" + i, events.get(i).detail());
                }
                assertNull(exchange.row().fault());
            }
        }
    }

    /** All are there, in order. */
    private static long median(Result result) {
        assertEquals(0, result.exit(), result.errText());
        List<String> lines = result.outText().lines().toList();
        assertEquals(MessagesBackend.EVENTS, lines.size());
        for (int i = 0; i < lines.size(); i++) {
            assertEquals(Integer.toString(i), lines.get(i).split(" ")[0]);
        }
        return lines.stream()
                .mapToLong(line -> Long.parseLong(line.split(" ")[1]))
                .sorted()
                .skip(lines.size() / 2)
                .findFirst()
                .orElseThrow();
    }

    private static List<String> messages(CaptureReader capture, ExchangeDetail exchange, Direction direction)
            throws Exception {
        List<String> seen = new ArrayList<>();
        try (MessageContents contents =
                new MessageContents(side -> capture.body(1, side), exchange.heads(), 1_000_000)) {
            for (MessageRow message : capture.messages(1, 0, 1_000)) {
                MessageContents.Content content = contents.of(message);
                assertNull(content.trouble());
                assertTrue(content.whole());
                if (message.direction() == direction) {
                    String text = new String(content.bytes(), StandardCharsets.UTF_8);
                    seen.add(message.kind() + " "
                            + (message.kind() == MessageKind.BINARY ? content.bytes().length : text));
                }
            }
        }
        assertFalse(seen.isEmpty());
        return seen;
    }

    private TlsFront front(int behind) throws Exception {
        return new TlsFront(certificates.server(Leaf.VALID), behind);
    }
}
