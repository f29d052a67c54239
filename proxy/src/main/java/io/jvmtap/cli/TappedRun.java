package io.jvmtap.cli;

import io.jvmtap.cli.launch.AgentJar;
import io.jvmtap.cli.launch.LaunchException;
import io.jvmtap.cli.launch.LaunchPlan;
import io.jvmtap.cli.launch.Lifeline;
import io.jvmtap.cli.launch.SessionDirectory;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The tap of one run: started before the program, by the script that waits for it, and ended after the last JVM of the
 * program. One thread, from start to end.
 */
final class TappedRun {
    /**
     * The program has ended, and the ends of its connections are on their way: they arrive at once, but not in the
     * same instant.
     */
    private static final long FAREWELL_MILLIS = 1_000;

    /** Says what is to be started, once the agent and the session are known. */
    interface Planned {
        LaunchPlan plan(Path agent, Path sessionFile, Path state) throws IOException;
    }

    private final TapOptions options;
    private final SessionDirectory session;
    private final Home home;

    TappedRun(TapOptions options, @Nullable Path sessionDirectory, Home home) {
        if (sessionDirectory == null) {
            throw new CommandFailure("a program is started by the launcher script", "use scripts/jvmtap run");
        }
        this.options = options;
        this.session = new SessionDirectory(sessionDirectory);
        this.home = home;
    }

    int run(String label, Planned planned) {
        HarTarget.require(options.har);
        Path capture = options.capture != null ? options.capture : CaptureOutput.fresh(home, label);
        try {
            Path agent = AgentJar.unpack(home.state(), session.path());
            Path sessionFile = session.sessionFile();
            Lifeline script = Lifeline.ofProcess();
            try (RunningTap tap =
                    RunningTap.start(options.forTap(capture, null, sessionFile, home), "run", agent, home)) {
                LaunchPlan plan = planned.plan(agent, sessionFile, home.state());
                plan.notices().forEach(notice -> System.err.println("jvmtap: " + notice));
                if (!script.send(plan)) {
                    return 1;
                }
                script.awaitEnd();
                finish(tap.tap(), capture, script);
            }
            writeHar(capture);
            return 0;
        } catch (LaunchException e) {
            throw new CommandFailure(e.problem(), e.remedy(), e);
        } catch (IOException e) {
            throw unwritable(e);
        } finally {
            // The script clears away too, unless it was killed, or leaves us behind with programs that need this.
            session.delete();
        }
    }

    /** Everything is recorded when the script returns, whether or not programs are left. */
    private void finish(Tap tap, Path capture, Lifeline script) {
        if (idle(tap)) {
            return;
        }
        tap.flush();
        writeHar(capture);
        script.release();
        tap.whenIdle().join();
    }

    private static boolean idle(Tap tap) {
        try {
            tap.whenIdle().get(FAREWELL_MILLIS, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private void writeHar(Path capture) {
        if (options.har != null) {
            CaptureOutput.writeHar(capture, options.har);
        }
    }

    static CommandFailure unwritable(IOException e) {
        String what = e instanceof FileSystemException file ? String.valueOf(file.getFile()) : e.getMessage();
        return new CommandFailure("cannot write " + what, "set JVMTAP_HOME to a directory that you can write to", e);
    }
}
