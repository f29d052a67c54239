package io.jvmtap.cli;

import io.jvmtap.record.CaptureNotes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code jvmtap note}: what a person has to say of a row. */
@Command(name = "note", description = "Notes something on a row; without a text, takes the note away.")
final class NoteCommand implements Callable<Integer> {
    @Mixin
    private CaptureOption capture;

    @Parameters(index = "0", paramLabel = "ID", description = "Of an exchange or a connection, as the log shows it.")
    private String id;

    @Parameters(index = "1..*", paramLabel = "TEXT", arity = "0..*", description = "One line.")
    private List<String> text = new ArrayList<>();

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() {
        if (!id.matches("c?[1-9]\\d{0,17}")) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "an ID is a number, or c and a number, not '" + id + "'");
        }
        String comment = String.join(" ", text).strip();
        capture.change(Home.ofUser(), file -> CaptureNotes.comment(file, id, comment.isEmpty() ? null : comment));
        return CommandLine.ExitCode.OK;
    }
}
