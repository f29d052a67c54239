package io.jvmtap.cli;

import io.jvmtap.cli.launch.LaunchException;
import io.jvmtap.cli.launch.LaunchPlanner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code jvmtap run}: the part of it that is not the program's parent; that is {@code scripts/jvmtap}. */
@Command(
        name = "run",
        description = "Runs a program and shows what it says over TLS.",
        footer = {
            "",
            "Options stand before COMMAND; what follows its first word belongs to it.",
            "  jvmtap run -- java -jar app.jar",
            "  jvmtap run -q --har build.har -- mvn -B verify"
        })
final class RunCommand implements Callable<Integer> {
    @Mixin
    TapOptions options;

    @Option(names = "--session-dir", hidden = true)
    @Nullable
    Path sessionDirectory;

    @Parameters(paramLabel = "COMMAND", description = "The program and its arguments.", arity = "0..*")
    List<String> command = new ArrayList<>();

    @Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() {
        if (command.isEmpty()) {
            throw new CommandLine.ParameterException(spec.commandLine(), "no program to run");
        }
        try {
            LaunchPlanner planner = LaunchPlanner.of(command, System.getenv());
            return new TappedRun(options, sessionDirectory, Home.ofUser()).run(planner.label(), planner::plan);
        } catch (LaunchException e) {
            throw new CommandFailure(e.problem(), e.remedy(), e);
        }
    }
}
