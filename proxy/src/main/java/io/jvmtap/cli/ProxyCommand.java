package io.jvmtap.cli;

import io.jvmtap.cli.launch.AgentJar;
import io.jvmtap.cli.launch.LaunchException;
import io.jvmtap.cli.launch.LaunchPlanner;
import io.jvmtap.cli.launch.SessionDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code jvmtap proxy}: a tap for JVMs that somebody else starts, until it is stopped. */
@Command(
        name = "proxy",
        description = "Runs a tap until it is stopped, and prints the option that puts a JVM on it.",
        footer = {"", "Ctrl-C stops it: all is recorded then, and the exit code is 0."})
final class ProxyCommand implements Callable<Integer> {
    @Mixin
    TapOptions options;

    @Option(names = "--no-record", description = "Show, but record nothing.")
    boolean noRecord;

    @Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() {
        if (noRecord && (options.capture != null || options.har != null)) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--no-record leaves nothing for " + (options.har != null ? "--har" : "-c"));
        }
        HarTarget.require(options.har);
        CompletableFuture<Void> stopped = StopSignals.catchAll().next();
        Home home = Home.ofUser();
        Path capture = noRecord ? null : options.capture != null ? options.capture : CaptureOutput.fresh(home, "proxy");
        try {
            tapUntil(stopped, capture, home);
        } catch (LaunchException e) {
            throw new CommandFailure(e.problem(), e.remedy(), e);
        } catch (IOException e) {
            throw TappedRun.unwritable(e);
        }
        if (capture != null && options.har != null) {
            CaptureOutput.writeHar(capture, options.har);
        }
        return 0;
    }

    private void tapUntil(CompletableFuture<Void> stopped, @Nullable Path capture, Home home)
            throws IOException, LaunchException {
        SessionDirectory session = SessionDirectory.create();
        Path sessionFile = session.sessionFile();
        try {
            Path agent = AgentJar.unpack(home.state(), session.path());
            try (RunningTap running = RunningTap.start(options.forTap(capture, null, sessionFile, home), "proxy", agent, home)) {
                System.out.println(LaunchPlanner.agentOption(agent, sessionFile));
                System.out.flush();
                if (!options.quiet) {
                    System.err.println("jvmtap: listening on 127.0.0.1:"
                            + running.tap().port() + "; start a JVM with the option above, and stop with Ctrl-C");
                }
                stopped.join();
            }
        } finally {
            session.delete();
        }
    }
}
