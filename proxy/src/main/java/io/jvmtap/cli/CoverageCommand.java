package io.jvmtap.cli;

import io.jvmtap.record.CaptureReader;
import io.jvmtap.view.CoverageText;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code jvmtap coverage}: how much of what the programs said was tapped, and why the rest was not. */
@Command(
        name = "coverage",
        description = {
            "Shows how many connections of each program were tapped, why others were not, and how the hooks did.",
            "What a program says to its own machine by address is not counted, nor is UDP."
        })
final class CoverageCommand implements Callable<Integer> {
    @Mixin
    private CaptureOption capture;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() {
        String text = capture.read(Home.ofUser(), CoverageCommand::text);
        PrintWriter out = spec.commandLine().getOut();
        out.print(text);
        out.flush();
        return CommandLine.ExitCode.OK;
    }

    private static String text(CaptureReader reader) throws java.io.IOException {
        String text = CoverageText.all(reader.coverage());
        return text.isEmpty() ? "no program has reported to this capture\n" : text;
    }
}
