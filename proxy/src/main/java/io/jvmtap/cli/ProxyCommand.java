package io.jvmtap.cli;

import io.jvmtap.ca.CertificateAuthority;
import io.jvmtap.cli.launch.AgentJar;
import io.jvmtap.cli.launch.LaunchException;
import io.jvmtap.cli.launch.LaunchPlanner;
import io.jvmtap.cli.launch.SessionDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
        description = "Runs a tap until it is stopped, and prints how JVMs and other programs are put on it.",
        footer = {
            "",
            "JVMs take the printed option and need to trust nobody new. Other programs of yours use the port as an HTTP or",
            "SOCKS proxy, or are led to it and begin with TLS; they have to trust the CA (jvmtap ca show), and jvmtap",
            "verifies the servers for them.",
            "",
            "Ctrl-C stops it: all is recorded then, and the exit code is 0."
        })
final class ProxyCommand implements Callable<Integer> {
    @Mixin
    TapOptions options;

    @Option(
            names = "--upstream",
            paramLabel = "[PORT=]HOST:PORT",
            converter = WayOptions.UpstreamPort.class,
            description = "Have a port of 127.0.0.1 (default: any free one) lead to that host; may be repeated.")
    List<Ways.Upstream> upstreams = new ArrayList<>();

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
        options.upstreams = upstreams;
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
            try (RunningTap running =
                    RunningTap.start(options.forTap(capture, null, sessionFile, home), "proxy", agent, home)) {
                System.out.println(LaunchPlanner.agentOption(agent, sessionFile));
                System.out.flush();
                if (!options.quiet) {
                    usage(running.tap(), home).forEach(System.err::println);
                }
                stopped.join();
            }
        } finally {
            session.delete();
        }
    }

    private List<String> usage(Tap tap, Home home) {
        String proxy = "127.0.0.1:" + tap.port();
        List<String> lines = new ArrayList<>();
        lines.add("jvmtap: listening on " + proxy + "; start a JVM with the option above, and stop with Ctrl-C");
        lines.add("jvmtap: other programs: curl --proxy http://" + proxy + " --cacert "
                + CertificateAuthority.load(home.ca()).certificateFile() + " https://...");
        lines.add("jvmtap:             or: export HTTPS_PROXY=http://" + proxy + " HTTP_PROXY=http://" + proxy
                + "; also socks5h://" + proxy);
        for (int i = 0; i < upstreams.size(); i++) {
            lines.add("jvmtap: 127.0.0.1:" + tap.upstreamPorts().get(i) + " leads to "
                    + upstreams.get(i).host());
        }
        return lines;
    }
}
