package io.jvmtap.clients;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jvmtap.differential.ProgramRun;
import io.jvmtap.differential.ProgramRun.Plan;
import io.jvmtap.differential.ProgramRun.Result;
import io.jvmtap.differential.Tapped;
import io.jvmtap.differential.TestCertificates;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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

    /** These programs run for a second: what the second compiler would make of them comes too late. */
    private static final String[] START_FAST = {"-XX:TieredStopAtLevel=1", "-Xshare:auto"};

    private final Client client;
    private final String classPath;
    private final TestCertificates certificates;
    private final Map<Scenario, Integer> ports;
    private final Path directory;

    /**
     * @param ports of the servers, which are ready
     * @param directory an empty one, of this cell alone
     */
    Cell(
            Client client,
            String classPath,
            TestCertificates certificates,
            Map<Scenario, Integer> ports,
            Path directory) {
        this.client = client;
        this.classPath = classPath;
        this.certificates = certificates;
        this.ports = ports;
        this.directory = directory;
    }

    /**
     * Runs the program twice on this JDK and judges.
     *
     * @throws IllegalStateException if it does not even work untapped: no gap excuses that
     */
    void check(Path home) throws Exception {
        try (Tapped tapped = new Tapped(directory)) {
            Plan plan = Plan.usual(home, certificates.trustStore(directory))
                    .with(START_FAST)
                    .with(LOGS_WITHOUT_TIME)
                    .with(client.jvmArgs().toArray(String[]::new));
            Result untapped = run(plan);
            works(untapped);
            Result withTap = run(tapped.plan(plan));
            List<Executable> wishes = new ArrayList<>();
            wishes.add(() -> assertEquals(untapped.exit(), withTap.exit(), "exit code; stderr: " + withTap.errText()));
            wishes.add(() -> assertEquals(clean(untapped.errText()), clean(withTap.errText()), "stderr"));
            Sightings sightings = new Sightings(tapped.seen());
            sightings.settle(client.server(), ports);
            for (Scenario scenario : Scenario.values()) {
                wishes.add(() -> assertEquals(
                        scenario.part(clean(untapped.outText())),
                        scenario.part(clean(withTap.outText())),
                        scenario + ": stdout"));
                wishes.add(() -> sightings.check(client.server(), scenario, port(scenario)));
            }
            wishes.add(sightings::nothingWentPast);
            assertAll(client.name(), wishes);
        }
    }

    /** Untapped the good server serves it, and the others fail it in the way that was to be expected. */
    private void works(Result untapped) {
        String output = clean(untapped.outText());
        boolean good = Scenario.GOOD.part(output).contains(client.server().good()) && untapped.exit() == 0;
        for (Scenario scenario : Scenario.values()) {
            if (!good || !client.expected(scenario).matcher(scenario.part(output)).find()) {
                throw new IllegalStateException(
                        client.name() + " does not do what it is to do at the " + scenario + " server, untapped: exit code "
                                + untapped.exit() + "\n" + untapped.outText() + untapped.errText());
            }
        }
    }

    private Result run(Plan plan) throws Exception {
        String[] args = Stream.of(Scenario.values())
                .map(scenario -> scenario + "=https://" + TestCertificates.NAME + ":" + port(scenario) + "/hello")
                .toArray(String[]::new);
        return ProgramRun.start(plan, classPath, Programs.main(client), args).finish(LIMIT);
    }

    private int port(Scenario scenario) {
        Integer port = ports.get(scenario);
        if (port == null) {
            throw new IllegalStateException("no server for " + scenario);
        }
        return port;
    }

    private static String clean(String output) {
        return PASSING.matcher(LOOPBACK.matcher(output).replaceAll("127.0.0.1")).replaceAll("*");
    }
}
