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

    /** Ids of channels and of MariaDB connections, and the port at our end of one: new in every run, tapped or not. */
    private static final Pattern PASSING =
            Pattern.compile("id: 0x[0-9a-f]+|L:[^ ,\\]]+|@[0-9a-f]{5,8}\\b|\\(conn=\\d+\\)");

    /** What libraries log through the JDK to stderr: level, logger and message. */
    private static final String LOGS_WITHOUT_TIME = "-Djava.util.logging.SimpleFormatter.format=%4$s %3$s: %5$s%n";

    /** What a program does first whose client is to be older than the agent. */
    private static final String BEFORE = "BEFORE";

    private static final String PAUSE = "PAUSE";

    /** What a JVM says when an agent comes late: from 21 on, and where class data is shared. */
    private static final Pattern JVM_ON_ATTACH = Pattern.compile(
            "(?m)^(OpenJDK 64-Bit Server VM warning: Sharing is only"
                    + "|WARNING: (A Java agent has been loaded|If a serviceability tool|Dynamic loading of agents)).*\\R");

    private final Client client;
    private final Begin begin;
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
            Begin begin,
            String classPath,
            TestCertificates certificates,
            Map<Scenario, Integer> ports,
            Path directory) {
        this.client = client;
        this.begin = begin;
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
                    .with(LOGS_WITHOUT_TIME)
                    .with("-Dauthority=" + Identity.authority(certificates.root(), directory))
                    .with(client.jvmArgs().toArray(String[]::new));
            boolean late = begin == Begin.ATTACHED;
            Result untapped = late ? runLate(plan, pid -> {}) : run(plan);
            works(untapped);
            Result withTap = late ? runLate(plan, tapped::attach) : run(tapped.plan(plan));
            List<Executable> wishes = new ArrayList<>();
            wishes.add(() -> assertEquals(untapped.exit(), withTap.exit(), "exit code; stderr: " + withTap.errText()));
            wishes.add(
                    () -> assertEquals(clean(untapped.errText()), clean(withoutTheJvms(withTap.errText())), "stderr"));
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
            assertAll(client.name() + ", " + begin.label(), wishes);
        }
    }

    /** Untapped the good server serves it, and the others fail it in the way that was to be expected. */
    private void works(Result untapped) {
        String output = clean(untapped.outText());
        boolean good = Scenario.GOOD.part(output).contains(client.server().good()) && untapped.exit() == 0;
        for (Scenario scenario : Scenario.values()) {
            if (!good
                    || !client.expected(scenario).matcher(scenario.part(output)).find()) {
                throw new IllegalStateException(client.name() + " does not do what it is to do at the " + scenario
                        + " server, untapped: exit code " + untapped.exit() + "\n" + untapped.outText()
                        + untapped.errText());
            }
        }
    }

    private Result run(Plan plan) throws Exception {
        return ProgramRun.start(plan, classPath, Programs.main(client), places().toArray(String[]::new))
                .finish(LIMIT);
    }

    /** Has the program try the server with the wrong certificate first, and wait for the agent then. */
    private Result runLate(Plan plan, Agent agent) throws Exception {
        List<String> places = new ArrayList<>(List.of(place(BEFORE, Scenario.WRONG_HOST), PAUSE));
        places.addAll(places());
        try (ProgramRun run =
                ProgramRun.startListening(plan, classPath, Programs.main(client), places.toArray(String[]::new))) {
            run.awaitOut("== " + PAUSE, LIMIT);
            agent.comesTo(run.pid());
            run.closeInput();
            return run.finish(LIMIT);
        }
    }

    private interface Agent {
        void comesTo(long pid) throws InterruptedException;
    }

    private List<String> places() {
        return Stream.of(Scenario.values())
                .map(scenario -> place(scenario.name(), scenario))
                .toList();
    }

    private String place(String label, Scenario scenario) {
        return label + "=https://" + TestCertificates.NAME + ":" + port(scenario) + "/hello";
    }

    private int port(Scenario scenario) {
        Integer port = ports.get(scenario);
        if (port == null) {
            throw new IllegalStateException("no server for " + scenario);
        }
        return port;
    }

    private String withoutTheJvms(String errors) {
        return begin == Begin.ATTACHED ? JVM_ON_ATTACH.matcher(errors).replaceAll("") : errors;
    }

    private static String clean(String output) {
        return PASSING.matcher(LOOPBACK.matcher(output).replaceAll("127.0.0.1")).replaceAll("*");
    }
}
