package io.jvmtap.differential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvmtap.differential.ProgramRun.Plan;
import io.jvmtap.differential.ProgramRun.Result;
import io.jvmtap.differential.programs.ManyProgram;
import io.jvmtap.flow.Direction;
import io.jvmtap.flow.FlowEvent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ten thousand connections as fast as a client can: none lost, none without its preface, none taken for another's. */
@Tag("slow") // ten thousand connections, twice
class ManyConnectionsTest {
    private static final int COUNT = 10_000;
    private static final int NAMES = 20;
    private static final Duration LIMIT = Duration.ofSeconds(120);

    @TempDir
    private Path directory;

    @Test
    void eachOfTenThousandConnectionsIsTheOneThatItSaysItIs() throws Exception {
        Map<String, String> hosts = new HashMap<>();
        for (int i = 0; i < NAMES; i++) {
            // Every name has the same real address: only what the agent tells can tell them apart.
            hosts.put("n" + i + ".many.jvmtap.test", "127.0.0.1");
        }
        Plan plan = new Plan(Path.of(System.getProperty("java.home")), hosts, List.of(), Map.of());
        try (EchoServer server = new EchoServer();
                Tapped tapped = new Tapped(directory)) {
            String[] args = {"" + COUNT, "" + NAMES, "" + server.port()};
            Result untapped = ProgramRun.start(plan, ManyProgram.class, args).finish(LIMIT);
            Result withTap =
                    ProgramRun.start(tapped.plan(plan), ManyProgram.class, args).finish(LIMIT);

            assertEquals("good " + COUNT + "\n", untapped.outText(), untapped.errText());
            assertEquals(untapped.outText(), withTap.outText(), withTap.errText());
            System.out.println(
                    COUNT + " connections, untapped " + untapped.errText().trim() + ", tapped "
                            + withTap.errText().trim());
            judge(tapped);
        }
    }

    private static void judge(Tapped tapped) throws InterruptedException {
        tapped.seen()
                .await(
                        events -> events.stream()
                                        .filter(FlowEvent.ConnectionClosed.class::isInstance)
                                        .count()
                                == COUNT,
                        LIMIT);
        Map<Long, String> asked = new HashMap<>();
        for (FlowEvent.ConnectionOpened opened : tapped.seen().events(FlowEvent.ConnectionOpened.class)) {
            asked.put(opened.connection(), opened.destination().host());
        }
        assertEquals(COUNT, asked.size());
        Set<String> lines = new HashSet<>();
        for (FlowEvent.Segment segment : tapped.seen().events(FlowEvent.Segment.class)) {
            String line = new String(segment.bytes(), StandardCharsets.US_ASCII);
            assertTrue(line.startsWith(asked.get(segment.connection()) + " "), line);
            if (segment.direction() == Direction.OUT) {
                assertTrue(lines.add(line), line);
            }
        }
        assertEquals(COUNT, lines.size());
        assertTrue(tapped.seen().events(FlowEvent.Bypassed.class).isEmpty());
        List<FlowEvent.Coverage> coverage = tapped.seen().events(FlowEvent.Coverage.class);
        assertEquals(COUNT, coverage.get(coverage.size() - 1).tapped());
        assertEquals(0, coverage.get(coverage.size() - 1).suppressedErrors());
    }
}
