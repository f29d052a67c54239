package io.jvmtap.cli;

import io.jvmtap.cli.attach.AttachApi;
import io.jvmtap.cli.attach.Hindrance;
import io.jvmtap.cli.attach.KnownTap;
import io.jvmtap.cli.attach.RunningJvm;
import io.jvmtap.cli.attach.Unattachable;
import io.jvmtap.cli.launch.AgentJar;
import io.jvmtap.cli.launch.LaunchException;
import io.jvmtap.cli.launch.SessionDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** One JVM that runs already, from the look at it to the moment it goes on without us. One thread. */
final class Attachment {
    /** A JVM answers within a tenth of a second, one that is busy or swapped out in some; the JDK gives up after ten. */
    private static final long ATTACH_MILLIS = 15_000;

    /** After the call has come back: the agent reports from a thread of its own. */
    private static final long REPORT_MILLIS = 5_000;

    /** How long an agent may take to let go when no connection is open. */
    private static final long DETACH_MILLIS = 3_000;

    private static final long LOOK_MILLIS = 50;

    private final RunningJvm jvm;
    private final Home home;

    Attachment(RunningJvm jvm, Home home) {
        this.jvm = jvm;
        this.home = home;
    }

    /** Finds out what stands against it, before anything is done to the JVM. */
    void require(List<KnownTap> taps) throws Unattachable {
        Hindrance hindrance = jvm.hindrance();
        if (hindrance != null) {
            throw new Unattachable("JVM " + jvm.pid() + " " + hindrance.problem(), hindrance.remedy());
        }
        if (!AttachApi.isHere()) {
            throw new Unattachable(
                    "the Java that runs jvmtap (" + System.getProperty("java.home") + ") is a JRE and cannot attach",
                    "name the home of a JDK in JVMTAP_JAVA");
        }
        Optional<KnownTap> tap = TapsOfUser.tapOf(jvm, taps);
        if (tap.isPresent()) {
            throw new Unattachable(
                    "JVM " + jvm.pid() + " is tapped already, by " + tap.get().name(),
                    "end that first: jvmtap detach " + jvm.pid());
        }
    }

    /** Puts it on a tap that runs already. */
    void to(KnownTap tap) throws Unattachable, IOException, InterruptedException {
        requireVisible(tap.agent(), tap.sessionFile());
        CompletableFuture<Optional<Exception>> call = AttachApi.load(jvm.pid(), tap.agent(), sessionOf(tap));
        Deadline deadline = new Deadline(call);
        while (TapsOfUser.program(jvm, tap).isEmpty()) {
            if (deadline.isOver()) {
                throw refused(call);
            }
            Thread.sleep(LOOK_MILLIS);
        }
        System.err.println("jvmtap: attached to " + named() + "; " + tap.name()
                + " shows what it says, until: jvmtap detach " + jvm.pid());
    }

    private static String sessionOf(KnownTap tap) {
        return tap.sessionFile().toString();
    }

    /** Puts it on a tap of its own, until it ends, is detached, or a signal comes. */
    void withTap(TapOptions options) throws Unattachable, LaunchException, IOException, InterruptedException {
        StopSignals signals = StopSignals.catchAll();
        Path capture = options.capture != null ? options.capture : CaptureOutput.fresh(home, jvm.main());
        SessionDirectory session = SessionDirectory.create();
        try {
            Path agent = AgentJar.unpack(home.state(), session.path());
            try (RunningTap running = RunningTap.start(
                    options.forTap(capture, null, session.sessionFile(), home), "attach", agent, home)) {
                requireVisible(agent, session.sessionFile());
                tap(running, agent, session.sessionFile(), signals);
            }
        } finally {
            session.delete();
        }
        if (options.har != null) {
            CaptureOutput.writeHar(capture, options.har);
        }
    }

    private void tap(RunningTap running, Path agent, Path sessionFile, StopSignals signals)
            throws Unattachable, InterruptedException {
        CompletableFuture<Void> stopped = signals.next();
        CompletableFuture<Optional<Exception>> call = AttachApi.load(jvm.pid(), agent, sessionFile.toString());
        Deadline deadline = new Deadline(call);
        TappedPrograms programs = running.programs();
        TappedPrograms.Program program;
        while ((program = programs.await(pids(), LOOK_MILLIS)) == null) {
            if (stopped.isDone()) {
                return;
            }
            if (deadline.isOver()) {
                throw refused(call);
            }
        }
        CompletableFuture.anyOf(program.ready(), program.ended(), stopped).join();
        System.err.println("jvmtap: attached to " + named() + earlier(programs.earlier(program))
                + "; Ctrl-C detaches, and the program goes on");
        CompletableFuture.anyOf(program.ended(), stopped).join();
        if (program.ended().isDone()) {
            boolean runs = ProcessHandle.of(jvm.pid()).isPresent();
            System.err.println("jvmtap: " + named() + (runs ? " was detached" : " has ended"));
        } else {
            letGo(running.tap(), program, signals);
        }
    }

    private static String earlier(int connections) {
        return switch (connections) {
            case 0 -> "";
            case 1 -> "; 1 connection was open before and is not seen";
            default -> "; " + connections + " connections were open before and are not seen";
        };
    }

    private void letGo(Tap tap, TappedPrograms.Program program, StopSignals signals) throws InterruptedException {
        CompletableFuture<Void> again = signals.next();
        tap.detach(program.start().program());
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(DETACH_MILLIS);
        boolean told = false;
        while (!program.ended().isDone() && !again.isDone()) {
            int open = tap.connections(program.start().program());
            if (open == 0 && System.nanoTime() - end > 0) {
                System.err.println("jvmtap: " + named() + " does not answer, and is left as it is");
                return;
            }
            if (open > 0 && !told && System.nanoTime() - end > -TimeUnit.MILLISECONDS.toNanos(DETACH_MILLIS / 2)) {
                told = true;
                System.err.println("jvmtap: detached from " + named() + "; " + counted(open)
                        + " still open through jvmtap, which ends with them; Ctrl-C ends them now");
            }
            Thread.sleep(LOOK_MILLIS);
        }
        if (!told) {
            System.err.println("jvmtap: detached from " + named());
        }
    }

    static String counted(int connections) {
        return connections == 1 ? "1 connection is" : connections + " connections are";
    }

    private void requireVisible(Path agent, Path sessionFile) throws Unattachable {
        for (Path file : List.of(agent, sessionFile)) {
            if (!jvm.sees(file)) {
                throw new Unattachable(
                        "JVM " + jvm.pid() + " does not see " + file + ": it has files of its own (a container, or a"
                                + " private /tmp)",
                        "run jvmtap inside of it");
            }
        }
    }

    private List<Long> pids() {
        return List.of(jvm.pid(), jvm.innerPid());
    }

    private String named() {
        String version = jvm.javaVersion().isEmpty() ? "" : ", Java " + jvm.javaVersion();
        return jvm.pid() + " (" + jvm.main() + version + ")";
    }

    /** Why no report has come. */
    private Unattachable refused(CompletableFuture<Optional<Exception>> call) {
        if (ProcessHandle.of(jvm.pid()).isEmpty()) {
            return new Unattachable("JVM " + jvm.pid() + " has ended", "see which there are: jvmtap ps");
        }
        if (!call.isDone()) {
            return new Unattachable("JVM " + jvm.pid() + " does not answer", "see what it is busy with: jstack");
        }
        String said = call.join().map(Attachment::said).orElse("the agent does not report");
        return new Unattachable(
                "JVM " + jvm.pid() + " did not take the agent: " + said,
                "start it with jvmtap instead: jvmtap run -- java ...");
    }

    private static String said(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("?");
    }

    /** When to give up waiting for a report. */
    private static final class Deadline {
        private final CompletableFuture<Optional<Exception>> call;
        private final long begun = System.nanoTime();
        private long answered;

        Deadline(CompletableFuture<Optional<Exception>> call) {
            this.call = call;
        }

        boolean isOver() {
            long now = System.nanoTime();
            if (answered == 0 && call.isDone()) {
                answered = now;
            }
            return answered != 0
                    ? now - answered > TimeUnit.MILLISECONDS.toNanos(REPORT_MILLIS)
                    : now - begun > TimeUnit.MILLISECONDS.toNanos(ATTACH_MILLIS);
        }
    }
}
