package io.jvmtap.clients;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jvmtap.clients.Server.Running;
import io.jvmtap.differential.ProgramRun;
import io.jvmtap.differential.ProgramRun.Plan;
import io.jvmtap.differential.ProgramRun.Result;
import io.jvmtap.differential.Tapped;
import io.jvmtap.differential.TestCertificates;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.function.Executable;

/** One client on one JDK: both runs, and what must be true of them. */
final class Cell {
    private static final Duration LIMIT = Duration.ofSeconds(90);

    /** Which loopback address a name has is the one thing that a program may see of us (DESIGN.md 1.2). */
    private static final Pattern LOOPBACK = Pattern.compile("127\\.\\d+\\.\\d+\\.\\d+");

    /** Netty's ids of channels, and the port at our end of a connection: new in every run, tapped or not. */
    private static final Pattern PASSING = Pattern.compile("id: 0x[0-9a-f]+|L:[^ ,\\]]+|@[0-9a-f]{5,8}\\b");

    /** What libraries log through the JDK to stderr: level, logger and message. */
    private static final String LOGS_WITHOUT_TIME = "-Djava.util.logging.SimpleFormatter.format=%4$s %3$s: %5$s%n";

    private final Client client;
    private final String classPath;
    private final TestCertificates certificates;
    private final Path directory;

    /** @param directory an empty one, of this cell alone */
    Cell(Client client, String classPath, TestCertificates certificates, Path directory) {
        this.client = client;
        this.classPath = classPath;
        this.certificates = certificates;
        this.directory = directory;
    }

    /**
     * Runs the program twice on this JDK and judges.
     *
     * @throws IllegalStateException if it does not even work untapped: no gap excuses that
     */
    void check(Path home) throws Exception {
        Map<Scenario, Running> servers = new EnumMap<>(Scenario.class);
        try (Tapped tapped = new Tapped(directory)) {
            for (Scenario scenario : Scenario.values()) {
                Running server = client.server().start(certificates.server(scenario.leaf()));
                servers.put(scenario, server);
                if (scenario == Scenario.REFUSED) {
                    server.close();
                }
            }
            Plan plan = Plan.usual(home, certificates.trustStore(directory))
                    .with(LOGS_WITHOUT_TIME)
                    .with(client.jvmArgs().toArray(String[]::new));
            Result untapped = run(plan, servers);
            works(untapped);
            Result withTap = run(tapped.plan(plan), servers);
            List<Executable> wishes = new ArrayList<>();
            wishes.add(() -> assertEquals(untapped.exit(), withTap.exit(), "exit code; stderr: " + withTap.errText()));
            wishes.add(() -> assertEquals(clean(untapped.errText()), clean(withTap.errText()), "stderr"));
            Sightings sightings = new Sightings(tapped.seen());
            Map<Scenario, Integer> ports = new EnumMap<>(Scenario.class);
            servers.forEach((scenario, server) -> ports.put(scenario, server.port()));
            sightings.settle(client.server(), ports);
            for (Scenario scenario : Scenario.values()) {
                wishes.add(() -> assertEquals(
                        scenario.part(clean(untapped.outText())),
                        scenario.part(clean(withTap.outText())),
                        scenario + ": stdout"));
                wishes.add(() -> sightings.check(client.server(), scenario, port(servers, scenario)));
            }
            wishes.add(sightings::nothingWentPast);
            assertAll(client.name(), wishes);
        } finally {
            for (Running server : servers.values()) {
                server.close();
            }
        }
    }

    private void works(Result untapped) {
        String good = Scenario.GOOD.part(clean(untapped.outText()));
        if (!good.contains(client.server().good()) || untapped.exit() != 0) {
            throw new IllegalStateException(client.name() + " does not work untapped either: exit code "
                    + untapped.exit() + "\n" + untapped.outText() + untapped.errText());
        }
    }

    private Result run(Plan plan, Map<Scenario, Running> servers) throws Exception {
        String[] args = Stream.of(Scenario.values())
                .map(scenario ->
                        scenario + "=https://" + TestCertificates.NAME + ":" + port(servers, scenario) + "/hello")
                .toArray(String[]::new);
        return ProgramRun.start(plan, classPath, Programs.main(client), args).finish(LIMIT);
    }

    private static int port(Map<Scenario, Running> servers, Scenario scenario) {
        Running server = servers.get(scenario);
        if (server == null) {
            throw new IllegalStateException("no server for " + scenario);
        }
        return server.port();
    }

    private static String clean(String output) {
        return PASSING.matcher(LOOPBACK.matcher(output).replaceAll("127.0.0.1")).replaceAll("*");
    }
}
