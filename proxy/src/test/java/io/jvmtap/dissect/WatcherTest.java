package io.jvmtap.dissect;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jvmtap.dissect.Protocol.Opening;
import io.jvmtap.flow.Direction;
import io.jvmtap.flow.Fault;
import io.jvmtap.flow.FlowEvent.ExchangeStarted;
import io.jvmtap.flow.FlowEvent.Segment;
import io.jvmtap.flow.FlowIds;
import io.jvmtap.flow.FlowSink;
import io.jvmtap.flow.RecordingSink;
import io.jvmtap.flow.Stamp;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WatcherTest {
    private static final Stamp AT = new Stamp(1, 1);
    private final RecordingSink sink = new RecordingSink();

    @Test
    void streamsWhatNobodyReads() {
        Playbook.unknown().out("*1\r\n").in("+OK\r\n").gives("stream > *1\\r\\n\nstream < +OK\\r\\n");
    }

    @Test
    void streamsAConnectionWhoseServerSpeaksFirst() {
        Playbook.unknown()
                .in("220 hi\r\n")
                .out("GET / HTTP/1.1\r\n")
                .gives("stream < 220 hi\\r\\n\nstream > GET / HTTP/1.1\\r\\n");
    }

    @Test
    void tellsWhatItHeldWhenTheConnectionEndsUndecided() {
        Playbook.unknown().out("GET").gives("stream > GET");
        Playbook.unknown().out("GE").end(Direction.OUT).in("?").gives("stream > GE\nstream < ?");
        Playbook.unknown()
                .out("GE")
                .in("?")
                .out("T / HTTP/1.1\r\n")
                .gives("stream > GE\nstream < ?\nstream > T / HTTP/1.1\\r\\n");
    }

    @Test
    void cutsStreamsIntoPiecesThatAQueueCanBear() {
        Watcher watcher = new Watcher(new Opening(1, true, null), sink, new CountedIds(), Playbook.PROTOCOLS);
        watcher.on(Direction.OUT, ByteBuffer.allocateDirect(150_000), AT);
        List<Integer> sizes = sink.events(Segment.class).stream()
                .map(segment -> segment.bytes().length)
                .toList();
        assertEquals(List.of(65536, 65536, 18928), sizes);
        assertEquals(150_000, watcher.bytes(Direction.OUT));
    }

    @Test
    void cutsOffADissectorThatFailsAndStreamsOn() {
        Watcher watcher = watcher(sink, Failing.READING);
        watcher.on(Direction.OUT, bytes("xabc"), AT);
        watcher.on(Direction.IN, bytes("def"), AT);
        watcher.closed(AT, null);
        assertEquals("""
                1 started failing
                1 ended DISSECTOR_FAILED EXCHANGE: java.lang.AssertionError: reading
                stream > abc
                stream < def""", EventText.of(sink.events()));
    }

    @Test
    void endsWhatADissectorLeavesOpen() {
        Watcher watcher = watcher(sink, Failing.CLOSING);
        watcher.on(Direction.OUT, bytes("x"), AT);
        watcher.closed(AT, new Fault(Fault.Code.RESET_BY_SERVER, Fault.Scope.CONNECTION, "reset"));
        watcher.closed(AT, null);
        watcher.on(Direction.OUT, bytes("x"), AT);
        assertEquals(
                "1 started failing\n1 ended DISSECTOR_FAILED EXCHANGE: java.lang.AssertionError: closing",
                EventText.of(sink.events()));
    }

    @Test
    void streamsWhereAProtocolFailsToJudgeOrToOpen() {
        for (Failing when : List.of(Failing.MATCHING, Failing.OPENING)) {
            RecordingSink streamed = new RecordingSink();
            Watcher watcher = watcher(streamed, when);
            watcher.on(Direction.OUT, bytes("abc"), AT);
            watcher.closed(AT, null);
            assertEquals("stream > abc", EventText.of(streamed.events()));
        }
    }

    @Test
    void bearsASinkThatFails() {
        FlowSink broken = event -> {
            throw new AssertionError("sink");
        };
        for (Failing when : Failing.values()) {
            Watcher watcher = watcher(broken, when);
            assertDoesNotThrow(() -> {
                watcher.on(Direction.OUT, bytes("xyz"), AT);
                watcher.end(Direction.OUT, AT);
                watcher.closed(AT, null);
            });
        }
    }

    private static Watcher watcher(FlowSink sink, Failing when) {
        return new Watcher(new Opening(1, true, null), sink, new CountedIds(), List.of(new FailingProtocol(when)));
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private enum Failing {
        MATCHING,
        OPENING,
        READING,
        ENDING,
        CLOSING
    }

    /** Reads one byte of each call, opens an exchange for the first, and fails where it is told to. */
    private record FailingProtocol(Failing when) implements Protocol {
        @Override
        public String name() {
            return "failing";
        }

        @Override
        public boolean speaks(String alpn) {
            return false;
        }

        @Override
        public Match match(ByteBuffer first) {
            failIf(Failing.MATCHING);
            return Match.MATCH;
        }

        @Override
        public Dissector open(Opening opening, FlowSink sink, FlowIds ids) {
            failIf(Failing.OPENING);
            return new Dissector() {
                @Override
                public boolean on(Direction direction, ByteBuffer bytes, Stamp at) {
                    sink.emit(new ExchangeStarted(ids.nextExchange(), at, opening.connection(), "failing"));
                    bytes.get();
                    failIf(Failing.READING);
                    return true;
                }

                @Override
                public void end(Direction direction, Stamp at) {
                    failIf(Failing.ENDING);
                }

                @Override
                public void closed(Stamp at, @Nullable Fault fault) {
                    failIf(Failing.CLOSING);
                }
            };
        }

        private void failIf(Failing now) {
            if (when == now) {
                throw new AssertionError(now.name().toLowerCase(Locale.ROOT));
            }
        }
    }
}
