package io.jvmtap.cli;

import io.jvmtap.record.CaptureNotes;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jvmtap mark}: what a person has to say of a row. */
@Command(name = "mark", description = "Marks a row, for ~marked in filters.")
final class MarkCommand implements Callable<Integer> {
    @Mixin
    private CaptureOption capture;

    @Parameters(index = "0", paramLabel = "ID", description = "Of an exchange or a connection, as the log shows it.")
    private String id;

    /** As the terminal knows them. */
    enum Shade {
        red,
        green,
        yellow,
        cyan
    }

    @Parameters(
            index = "1",
            paramLabel = "COLOUR",
            arity = "0..1",
            defaultValue = "red",
            description = "One of: ${COMPLETION-CANDIDATES}; default: red.")
    private Shade colour;

    @Option(
            names = {"-d", "--delete"},
            description = "Take the mark away.")
    private boolean delete;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() {
        if (!id.matches("c?[1-9]\\d{0,17}")) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "an ID is a number, or c and a number, not '" + id + "'");
        }
        capture.change(Home.ofUser(), file -> CaptureNotes.mark(file, id, delete ? null : colour.name()));
        return CommandLine.ExitCode.OK;
    }
}
