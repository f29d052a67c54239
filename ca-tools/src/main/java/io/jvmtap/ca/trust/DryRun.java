package io.jvmtap.ca.trust;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** Looks, but changes nothing: each change is told to {@code log} as the command that would do it. */
public final class DryRun implements Commands {
    private final Commands reading;
    private final Consumer<String> log;

    public DryRun(Commands reading, Consumer<String> log) {
        this.reading = reading;
        this.log = log;
    }

    @Override
    public boolean has(String program) {
        return reading.has(program);
    }

    @Override
    public Output query(List<String> command) {
        return reading.query(command);
    }

    @Override
    public void change(List<String> command) {
        log.accept(Commands.line(command));
    }

    @Override
    public void write(Path file, byte[] content, String like) {
        log.accept(like);
    }

    @Override
    public void delete(Path file) {
        log.accept(Commands.line(List.of("rm", "-f", file.toString())));
    }
}
