package io.jvmtap.differential;

import io.jvmtap.cli.Tap;
import io.jvmtap.cli.attach.AttachApi;
import io.jvmtap.differential.ProgramRun.Plan;
import io.jvmtap.entry.FakeAgent;
import io.jvmtap.flow.FlowEvent;
import io.jvmtap.flow.FlowGrammar;
import io.jvmtap.flow.RecordingSink;
import io.jvmtap.record.CaptureLimits;
import io.jvmtap.record.CaptureReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** A tap in this process for programs in theirs, with its capture in a directory of its own. */
public final class Tapped implements AutoCloseable {
    /** Made by a module before this one; {@code mvn verify} builds both. Modules elsewhere say where it is. */
    static final Path AGENT = Path.of(System.getProperty("jvmtap.agent", "../resolver-hook/target/jvmtap-agent.jar"))
            .toAbsolutePath()
            .normalize();

    /** A JVM that is busy takes some seconds. */
    private static final Duration ATTACHING = Duration.ofSeconds(30);

    private final RecordingSink seen = new RecordingSink();
    private final List<String> complaints = new ArrayList<>();
    private final Path capture;
    private final Tap tap;

    public Tapped(Path directory) {
        this(directory, List.of());
    }

    /** @param ports where connections are waited for, instead of hooking connects; empty: connects are hooked */
    public Tapped(Path directory, List<Integer> ports) {
        if (!Files.exists(AGENT)) {
            throw new AssertionError(AGENT + " is not there; mvn verify builds it");
        }
        capture = directory.resolve("capture.jvmtap");
        tap = Tap.start(
                new Tap.Options(
                        capture,
                        CaptureLimits.NONE,
                        List.of(),
                        List.of(),
                        0,
                        false,
                        false,
                        false,
                        false,
                        ports,
                        null,
                        directory.resolve("session"),
                        directory.resolve("ca")),
                List.of(seen),
                complaints::add);
    }

    /** The same program, with the agent. */
    public Plan plan(Plan untapped) {
        return untapped.with("-javaagent:" + AGENT + "=" + tap.sessionFile());
    }

    /** Puts a program that runs already on this tap; returns when its agent has reported. */
    public void attach(long pid) throws InterruptedException {
        // What the call answers is not to be trusted across versions; the report is.
        AttachApi.load(pid, AGENT, tap.sessionFile().toString());
        seen.await(
                events -> events.stream().anyMatch(FlowEvent.ProgramStarted.class::isInstance)
                        && events.stream().anyMatch(FlowEvent.Coverage.class::isInstance),
                ATTACHING);
    }

    /** Redirects connections as the agent does, for programs that are no JVMs. */
    FakeAgent fakeAgent() throws IOException {
        Properties session = new Properties();
        try (InputStream in = Files.newInputStream(tap.sessionFile())) {
            session.load(in);
        }
        return new FakeAgent(Integer.parseInt(session.getProperty("port")), session.getProperty("token"));
    }

    public RecordingSink seen() {
        return seen;
    }

    /** What is on disk of all that was seen so far. */
    CaptureReader capture() throws IOException, InterruptedException {
        tap.flush();
        return CaptureReader.open(capture);
    }

    /** Ends the tap and judges it: the grammar held, and nothing went wrong with the recording. */
    @Override
    public void close() {
        tap.close();
        FlowGrammar.check(seen.events());
        if (!complaints.isEmpty()) {
            throw new AssertionError(complaints.toString());
        }
    }
}
