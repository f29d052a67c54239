package io.jvmtap.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvmtap.differential.TestCertificates;
import io.jvmtap.flow.Direction;
import io.jvmtap.flow.FlowEvent;
import io.jvmtap.flow.RecordingSink;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the tap must have seen of a program. */
record Sightings(RecordingSink seen) {
    /** The program is over: what is still under way is on this machine. */
    private static final Duration LIMIT = Duration.ofSeconds(3);

    /** Of a connection that was there before the agent (WIRE.md section 4): not lost, but not to be had. */
    private static final String EARLIER = "opened before attach";

    /** What a hook says that did not find its method (WIRE.md section 4). */
    private static final String MISSING = "missing";

    /** Waits until there is nothing more to hope for, once for all checks. */
    void settle(Server server, Map<Scenario, Integer> ports) throws InterruptedException {
        try {
            seen.await(
                    events -> ports.entrySet().stream()
                            .allMatch(each -> missing(events, server, each.getKey(), each.getValue()) == null),
                    LIMIT);
        } catch (AssertionError missing) {
            // Each check says what.
        }
    }

    /** The connections of a scenario were seen under their name, with what they carried. */
    void check(Server server, Scenario scenario, int port) {
        List<FlowEvent> events = seen.events();
        String missing = missing(events, server, scenario, port);
        if (missing != null) {
            throw new AssertionError(scenario + ": " + TestCertificates.NAME + ":" + port + " was " + missing
                    + ", but the tap saw only" + brief(events));
        }
    }

    private static @Nullable String missing(List<FlowEvent> events, Server server, Scenario scenario, int port) {
        Set<Long> connections = connections(events, port);
        if (connections.isEmpty()) {
            return "not seen";
        }
        if (scenario == Scenario.REFUSED) {
            boolean refused = of(events, FlowEvent.UpstreamFailed.class)
                    .anyMatch(failed -> connections.contains(failed.connection()));
            return refused ? null : "not refused";
        }
        if (scenario == Scenario.WRONG_HOST || server == Server.HTTP1_REFUSED) {
            return null;
        }
        if (!decrypted(events, connections)) {
            return "not decrypted";
        }
        if (server.isHttp()) {
            return exchange(events, connections) ? null : "not recorded as an exchange";
        }
        if (!carried(events, connections, Direction.OUT)) {
            return "recorded without what the program sent";
        }
        return server.isMute() || carried(events, connections, Direction.IN)
                ? null
                : "recorded without what the server answered";
    }

    /** No connection went by, and the agent was there. */
    void nothingWentPast() {
        assertEquals(1, seen.events(FlowEvent.ProgramStarted.class).size(), "programs that reported");
        List<FlowEvent.Bypassed> bypassed = seen.events(FlowEvent.Bypassed.class).stream()
                .filter(each -> !each.reason().equals(EARLIER))
                .toList();
        assertEquals(List.of(), bypassed, "bypassed");
        List<FlowEvent.Coverage> reports = seen.events(FlowEvent.Coverage.class);
        assertTrue(!reports.isEmpty(), "the agent reported on its hooks");
        FlowEvent.Coverage last = reports.get(reports.size() - 1);
        assertEquals(0, last.suppressedErrors(), "errors that hooks swallowed");
        assertEquals(
                List.of(),
                last.hooks().stream().filter(hook -> hook.contains(MISSING)).toList(),
                "hooks that did not find their place");
    }

    private static boolean exchange(List<FlowEvent> events, Set<Long> connections) {
        Set<Long> exchanges = of(events, FlowEvent.ExchangeStarted.class)
                .filter(started -> connections.contains(started.connection()))
                .map(FlowEvent.ExchangeStarted::exchange)
                .collect(Collectors.toSet());
        boolean asked = of(events, FlowEvent.RequestHead.class)
                .anyMatch(head -> exchanges.contains(head.exchange())
                        && head.target().toLowerCase(Locale.ROOT).contains("hello"));
        boolean answered = of(events, FlowEvent.ResponseHead.class)
                .anyMatch(head -> exchanges.contains(head.exchange()) && head.status() == 200);
        boolean ended = of(events, FlowEvent.ExchangeEnded.class).anyMatch(end -> exchanges.contains(end.exchange()));
        return asked && answered && ended;
    }

    private static boolean decrypted(List<FlowEvent> events, Set<Long> connections) {
        return of(events, FlowEvent.Handshake.class)
                .anyMatch(handshake -> connections.contains(handshake.connection())
                        && handshake.side() == Direction.IN
                        && handshake.session() != null);
    }

    /** Whether the capture holds anything that went this way, as bytes or as what a dissector made of them. */
    private static boolean carried(List<FlowEvent> events, Set<Long> connections, Direction direction) {
        boolean counted = of(events, FlowEvent.ConnectionClosed.class)
                .filter(closed -> connections.contains(closed.connection()))
                .anyMatch(closed -> (direction == Direction.OUT ? closed.bytesOut() : closed.bytesIn()) > 0);
        boolean asBytes = of(events, FlowEvent.Segment.class)
                .anyMatch(segment -> connections.contains(segment.connection()) && segment.direction() == direction);
        boolean asExchanges = of(events, FlowEvent.ExchangeStarted.class)
                .anyMatch(started -> connections.contains(started.connection()));
        return counted && (asBytes || asExchanges);
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
