package io.jvmtap.cli;

import io.jvmtap.record.CaptureException;
import io.jvmtap.record.CaptureMerge;
import io.jvmtap.record.NativeLibrary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jvmtap captures merge}: one capture of several. */
@Command(name = "merge", description = "Writes a new capture with the flows of several, by start and numbered anew.")
final class CapturesMergeCommand implements Callable<Integer> {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            required = true,
            description = "The new capture; must not exist.")
    private Path output;

    @Parameters(paramLabel = "CAPTURE", arity = "1..*", description = "As for -c of other commands.")
    private List<Path> captures;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() {
        Home home = Home.ofUser();
        NativeLibrary.keepIn(home.natives());
        try {
            List<Path> files = new ArrayList<>();
            for (Path capture : captures) {
                files.add(CaptureOption.named(capture, home));
            }
            long exchanges = CaptureMerge.merge(output, files);
            spec.commandLine().getOut().println(output + ": " + exchanges + " exchanges");
            spec.commandLine().getOut().flush();
            return CommandLine.ExitCode.OK;
        } catch (CaptureException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()), e.remedy(), e);
        } catch (IOException e) {
            throw CaptureOption.failure(e);
        }
    }
}
