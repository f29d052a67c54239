package io.jvmtap.cli;

import io.jvmtap.cli.attach.KnownTap;
import io.jvmtap.cli.attach.RunningJvm;
import io.jvmtap.cli.attach.Unattachable;
import io.jvmtap.cli.launch.LaunchException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code jvmtap attach}: a tap for a JVM that runs already. */
@Command(
        name = "attach",
        description = "Taps a JVM that runs already, until Ctrl-C or its end.",
        footer = {
            "",
            "Connections that are open already stay as they are; they are counted. At Ctrl-C, or `jvmtap detach`, the",
            "program goes on as before: new connections go straight to their hosts, and those that are open through",
            "jvmtap keep it running until they end, or until Ctrl-C again, which ends them."
        })
final class AttachCommand implements Callable<Integer> {
    private static final List<String> NOT_OF_TAP = List.of("--proxy", "--verbose");

    @Mixin
    TapOptions options;

    @Option(
            names = "--proxy",
            description =
                    "Put the JVM on the `jvmtap proxy` that runs already, and return; options of the tap are its.")
    boolean proxy;

    @Parameters(paramLabel = "PID", description = "The JVM; `jvmtap ps` lists them.")
    long pid;

    @Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() {
        if (proxy && givesOptionsOfTap()) {
            throw new ParameterException(spec.commandLine(), "options of the tap are given to `jvmtap proxy`");
        }
        HarTarget.require(options.har);
        Home home = Home.ofUser();
        try {
            RunningJvm jvm = RunningJvm.find(pid);
            List<KnownTap> taps = KnownTap.all(home.state());
            Attachment attachment = new Attachment(jvm, home);
            attachment.require(taps);
            if (proxy) {
                attachment.to(onlyProxy(taps));
            } else {
                attachment.withTap(options);
            }
            return 0;
        } catch (Unattachable e) {
            throw new CommandFailure(e.problem(), e.remedy(), e);
        } catch (LaunchException e) {
            throw new CommandFailure(e.problem(), e.remedy(), e);
        } catch (IOException e) {
            throw TappedRun.unwritable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    private boolean givesOptionsOfTap() {
        return spec.commandLine().getParseResult().matchedOptions().stream()
                .anyMatch(option -> !NOT_OF_TAP.contains(option.longestName()));
    }

    private static KnownTap onlyProxy(List<KnownTap> taps) throws Unattachable {
        @Nullable KnownTap only = null;
        for (KnownTap tap : taps) {
            if (tap.command().equals("proxy")) {
                if (only != null) {
                    throw new Unattachable(
                            "there are several: " + only.name() + " and " + tap.name(), "stop all but one of them");
                }
                only = tap;
            }
        }
        if (only == null) {
            throw new Unattachable("no `jvmtap proxy` is running", "start one, or attach without --proxy");
        }
        return only;
    }
}
