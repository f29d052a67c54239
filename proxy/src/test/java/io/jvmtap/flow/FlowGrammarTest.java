package io.jvmtap.flow;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvmtap.flow.FlowEvent.BodyChunk;
import io.jvmtap.flow.FlowEvent.BodyEnded;
import io.jvmtap.flow.FlowEvent.ConnectionClosed;
import io.jvmtap.flow.FlowEvent.ConnectionOpened;
import io.jvmtap.flow.FlowEvent.ExchangeEnded;
import io.jvmtap.flow.FlowEvent.ExchangeStarted;
import io.jvmtap.flow.FlowEvent.ProgramEnded;
import io.jvmtap.flow.FlowEvent.ProgramStarted;
import io.jvmtap.flow.FlowEvent.RequestHead;
import io.jvmtap.flow.FlowEvent.ResponseHead;
import io.jvmtap.flow.FlowEvent.Segment;
import io.jvmtap.flow.FlowEvent.TrustJudged;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(FlowGrammarExtension.class)
class FlowGrammarTest {
    private static final Stamp AT = new Stamp(0, 0);
    private static final Fault FAULT = new Fault(Fault.Code.TRUNCATED, Fault.Scope.MESSAGE, "cut");
    private static final FlowEvent OPENED = new ConnectionOpened(
            1, AT, "", new Destination("a", 1, List.of(InetAddress.getLoopbackAddress())), Cause.UNKNOWN);
    private static final FlowEvent CLOSED = new ConnectionClosed(1, AT, 0, 0, null);
    private static final FlowEvent STARTED = new ExchangeStarted(5, AT, 1, "http/1.1");
    private static final FlowEvent REQUEST = new RequestHead(5, AT, "GET", "https", "/", "HTTP/1.1", List.of());
    private static final FlowEvent RESPONSE = new ResponseHead(5, AT, 200, "OK", "HTTP/1.1", List.of());
    private static final FlowEvent OUT_ENDED = new BodyEnded(5, AT, Direction.OUT, 1);
    private static final FlowEvent IN_ENDED = new BodyEnded(5, AT, Direction.IN, 1);
    private static final FlowEvent IN_CHUNK = new BodyChunk(5, AT, Direction.IN, new byte[1]);
    private static final FlowEvent ENDED = new ExchangeEnded(5, AT, null);

    @Test
    void takesACompleteExchangeAndAnEarlyResponse() {
        assertDoesNotThrow(() -> FlowGrammar.check(
                List.of(OPENED, STARTED, REQUEST, OUT_ENDED, RESPONSE, IN_CHUNK, IN_ENDED, ENDED, CLOSED)));
        assertDoesNotThrow(() ->
                FlowGrammar.check(List.of(OPENED, STARTED, REQUEST, RESPONSE, IN_ENDED, OUT_ENDED, ENDED, CLOSED)));
    }

    @Test
    void aSinkThatATestAsksForIsCheckedAtItsEnd(RecordingSink sink) {
        sink.emit(OPENED);
        sink.emit(CLOSED);
    }

    @Test
    void takesAVerdictAfterTheEndOfItsConnection() {
        FlowGrammar.check(List.of(OPENED, CLOSED, new TrustJudged(1, AT, "judge", null)));
    }

    @Test
    void wantsExactlyOneEndForEachStart() {
        assertBroken("was not closed", OPENED);
        assertBroken("exchanges end before", OPENED, STARTED, CLOSED);
        assertBroken("nothing follows", OPENED, CLOSED, CLOSED);
        assertBroken("not an open exchange", OPENED, STARTED, new ExchangeEnded(5, AT, FAULT), ENDED);
        assertBroken("did not end", new ProgramStarted("p", AT, 1, "", "", ""));
        assertBroken("does not run", new ProgramEnded("p", AT));
    }

    @Test
    void wantsHeadsBeforeBodiesAndCompleteMessagesOrAFault() {
        assertBroken("between its head", OPENED, STARTED, IN_CHUNK);
        assertBroken("between its head", OPENED, STARTED, RESPONSE, IN_ENDED, IN_CHUNK);
        assertBroken("one head", OPENED, STARTED, REQUEST, REQUEST);
        assertBroken("incomplete without a fault", OPENED, STARTED, REQUEST, OUT_ENDED, RESPONSE, ENDED);
        assertBroken("no empty segment", OPENED, new Segment(1, AT, Direction.OUT, new byte[0]));
        assertBroken("needs an open connection", STARTED);
    }

    private static void assertBroken(String rule, FlowEvent... events) {
        AssertionError error =
                assertThrows(AssertionError.class, () -> FlowGrammar.check(new ArrayList<>(List.of(events))));
        assertTrue(String.valueOf(error.getMessage()).contains(rule), error.getMessage());
    }
}
