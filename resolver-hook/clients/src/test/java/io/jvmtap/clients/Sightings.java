package io.jvmtap.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jvmtap.differential.TestCertificates;
import io.jvmtap.flow.FlowEvent;
import io.jvmtap.flow.RecordingSink;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the tap must have seen of a program. */
record Sightings(RecordingSink seen) {
    /** The program is over: what is still under way is on this machine. */
    private static final Duration LIMIT = Duration.ofSeconds(5);

    /** The connections of a scenario were seen under their name, with what they carried. */
    void check(Server server, Scenario scenario, int port) throws InterruptedException {
        String where = scenario + ": " + TestCertificates.NAME + ":" + port;
        await(where + " was not seen", events -> !connections(events, port).isEmpty());
        if (scenario == Scenario.REFUSED) {
            await(
                    where + " was not refused",
                    events -> of(events, FlowEvent.UpstreamFailed.class)
                            .anyMatch(failed -> connections(events, port).contains(failed.connection())));
        } else if (scenario == Scenario.GOOD && server == Server.HTTP1) {
            await(where + ": no exchange", events -> exchange(events, port));
        } else if (scenario == Scenario.GOOD) {
            await(where + ": no bytes", events -> bytes(events, port));
        }
    }

    /** No connection went by, and the agent was there. */
    void nothingWentPast() {
        assertEquals(1, seen.events(FlowEvent.ProgramStarted.class).size(), "programs that reported");
        assertEquals(List.of(), seen.events(FlowEvent.Bypassed.class), "bypassed");
    }

    private void await(String otherwise, Predicate<List<FlowEvent>> wish) throws InterruptedException {
        try {
            seen.await(wish, LIMIT);
        } catch (AssertionError never) {
            throw new AssertionError(otherwise + ", only " + brief(seen.events()), never);
        }
    }

    private static boolean exchange(List<FlowEvent> events, int port) {
        Set<Long> connections = connections(events, port);
        Set<Long> exchanges = of(events, FlowEvent.ExchangeStarted.class)
                .filter(started -> connections.contains(started.connection()))
                .map(FlowEvent.ExchangeStarted::exchange)
                .collect(Collectors.toSet());
        boolean asked = of(events, FlowEvent.RequestHead.class)
                .anyMatch(head ->
                        exchanges.contains(head.exchange()) && head.target().contains("hello"));
        boolean answered = of(events, FlowEvent.ResponseHead.class)
                .anyMatch(head -> exchanges.contains(head.exchange()) && head.status() == 200);
        boolean ended = of(events, FlowEvent.ExchangeEnded.class).anyMatch(end -> exchanges.contains(end.exchange()));
        return asked && answered && ended;
    }

    private static boolean bytes(List<FlowEvent> events, int port) {
        Set<Long> connections = connections(events, port);
        return of(events, FlowEvent.ConnectionClosed.class)
                .anyMatch(closed -> connections.contains(closed.connection()) && closed.bytesOut() > 0);
    }

    private static Set<Long> connections(List<FlowEvent> events, int port) {
        return of(events, FlowEvent.ConnectionOpened.class)
                .filter(opened -> opened.destination().host().equals(TestCertificates.NAME)
                        && opened.destination().port() == port)
                .map(FlowEvent.ConnectionOpened::connection)
                .collect(Collectors.toSet());
    }

    private static <E extends FlowEvent> Stream<E> of(List<FlowEvent> events, Class<E> type) {
        return events.stream().filter(type::isInstance).map(type::cast);
    }

    private static String brief(List<FlowEvent> events) {
        return events.stream()
                .filter(event -> !(event instanceof FlowEvent.LookedUp) && !(event instanceof FlowEvent.Coverage))
                .map(FlowEvent::toString)
                .collect(Collectors.joining("\n  ", "\n  ", "\n"));
    }
}
