package io.jvmtap.entry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jvmtap.flow.FlowEvent;
import io.jvmtap.flow.RecordingSink;
import io.jvmtap.flow.Stamp;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** The agent's words and the traffic come on two connections, so each case is told in several orders. */
@NullUnmarked // an unexpected null fails the test, as it should
class RequestCallersTest {
    private final RecordingSink sink = new RecordingSink();
    private final RequestCallers callers = new RequestCallers(sink);

    @Test
    void aRequestThatComesAfterItsCallerIsHis() {
        call(0, "A");
        request(1, 0);
        end(1);
        call(310, "B");
        request(2, 310);
        end(2);
        assertEquals(Map.of(1L, "A", 2L, "B"), found());
        assertEquals(2, sink.events().size(), "each is told once");
    }

    @Test
    void aCallerThatComesAfterHisRequestIsFoundAllTheSame() {
        request(1, 0);
        call(0, "A");
        end(1);
        request(2, 310);
        end(2);
        // The former caller was taken for it at its end, and the right one counts.
        call(310, "B");
        assertEquals(Map.of(1L, "A", 2L, "B"), found());
    }

    @Test
    void allCallersMayBeLateAtOnce() {
        request(1, 0);
        end(1);
        request(2, 310);
        end(2);
        request(3, 620);
        call(0, "A");
        call(310, "B");
        call(620, "C");
        assertEquals(Map.of(1L, "A", 2L, "B", 3L, "C"), found());
    }

    @Test
    void allCallersMayBeEarly() {
        call(0, "A");
        call(310, "B");
        call(620, "C");
        request(1, 0);
        request(2, 310);
        request(3, 620);
        assertEquals(Map.of(1L, "A", 2L, "B", 3L, "C"), found());
        assertEquals(3, sink.events().size());
    }

    @Test
    void requestsThatAreSentAlongBelongToTheSameCaller() {
        call(0, "A");
        request(1, 0);
        request(2, 310);
        assertEquals(Map.of(1L, "A"), found(), "another caller may be on his way");
        end(1);
        end(2);
        assertEquals(Map.of(1L, "A", 2L, "A"), found());
    }

    @Test
    void multiplexedRequestsAreToldApartByTheirBytes() {
        call(24, "settings");
        call(100, "A");
        call(180, "B");
        call(260, "window");
        call(273, "C");
        // A dissector tells of a request at the end of its head.
        request(1, 179);
        request(2, 259);
        request(3, 300);
        assertEquals(Map.of(1L, "A", 2L, "B", 3L, "C"), found());
    }

    @Test
    void aFlightWithoutFramesIsNotTakenForTheOneBefore() {
        call(0, "A");
        callers.called(310L, true, new Stamp(310, 0), "main", List.of());
        request(1, 0);
        request(2, 310);
        end(2);
        assertEquals(Map.of(1L, "A"), found());
    }

    @Test
    void bytesInTheClearAndInTlsAreCountedApart() {
        callers.called(0L, false, new Stamp(0, 0), "main", List.of("CONNECT"));
        callers.on(new FlowEvent.ExchangeStarted(1, new Stamp(1, 0), 1, "http/1.1"), false, 0);
        call(0, "A");
        request(2, 0);
        assertEquals(Map.of(1L, "CONNECT", 2L, "A"), found());
    }

    @Test
    void whereTlsDoesNotReportTheMomentCounts() {
        wrote(1_000, "hello");
        wrote(2_000, "A");
        started(1, 2_400);
        wrote(5_000, "B");
        started(2, 5_400);
        assertEquals(Map.of(1L, "A", 2L, "B"), found());
    }

    @Test
    void whatWasSentByNobodyWeKnowIsLeftToTheConnection() {
        request(1, 0);
        end(1);
        assertEquals(Map.of(), found());
    }

    private void wrote(long micros, String who) {
        callers.called(micros * 7, false, new Stamp(micros, 0), "main", List.of(who));
    }

    private void started(long exchange, long micros) {
        callers.on(new FlowEvent.ExchangeStarted(exchange, new Stamp(micros, 0), 1, "http/1.1"), true, exchange);
    }

    private void call(long offset, String who) {
        callers.called(offset, true, new Stamp(offset, 0), "main", List.of(who));
    }

    private void request(long exchange, long offset) {
        callers.on(new FlowEvent.ExchangeStarted(exchange, new Stamp(offset, 0), 1, "http/1.1"), true, offset);
    }

    private void end(long exchange) {
        callers.on(new FlowEvent.ExchangeEnded(exchange, new Stamp(0, 0), null), true, 0);
    }

    /** As a sink understands it: the last one counts. */
    private Map<Long, String> found() {
        Map<Long, String> found = new TreeMap<>();
        for (FlowEvent.ExchangeCaller one : sink.events(FlowEvent.ExchangeCaller.class)) {
            found.put(one.exchange(), one.frames().get(0));
        }
        return found;
    }
}
