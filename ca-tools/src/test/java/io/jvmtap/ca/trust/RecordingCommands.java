package io.jvmtap.ca.trust;

import io.jvmtap.ca.CaException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Runs nothing and notes everything; files are real ones. */
final class RecordingCommands implements Commands {
    final List<String> done = new ArrayList<>();
    final Set<String> programs = new HashSet<>();
    final Set<String> failing = new HashSet<>();

    /** What a query prints; an empty text stands for exit code 1. */
    Function<String, String> answers = command -> "";

    RecordingCommands(String... programs) {
        this.programs.addAll(List.of(programs));
    }

    @Override
    public boolean has(String program) {
        return programs.contains(program);
    }

    @Override
    public Output query(List<String> command) {
        String answer = answers.apply(Commands.line(command));
        return new Output(answer.isEmpty() ? 1 : 0, answer);
    }

    @Override
    public void change(List<String> command) {
        String line = Commands.line(command);
        done.add(line);
        if (failing.contains(line)) {
            throw new CaException("it failed", "give up");
        }
    }

    @Override
    public void write(Path file, byte[] content, String like) {
        done.add(like);
        try {
            Files.write(file, content);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void delete(Path file) {
        done.add("rm -f " + file);
        try {
            Files.deleteIfExists(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
