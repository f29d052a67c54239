package io.jvmtap.ca.trust;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** All that a trust store does to the machine. Failures are {@link io.jvmtap.ca.CaException}. */
public interface Commands {
    /** Whether a program of that name is on the path. */
    boolean has(String program);

    /** Runs a command that only reads, in a dry run too. */
    Output query(List<String> command);

    /** Runs a command that changes something, and fails unless it ends with exit code 0. */
    void change(List<String> command);

    /**
     * Replaces or makes a file, whole or not at all; an existing file keeps mode and owner, a new one gets mode 0644.
     *
     * @param like the command a person would type for it
     */
    void write(Path file, byte[] content, String like);

    /** Does nothing if there is no such file. */
    void delete(Path file);

    /** @param text what the command wrote, to either stream */
    record Output(int exitCode, String text) {
        boolean succeeded() {
            return exitCode == 0;
        }
    }

    /** The command as one would type it into a shell. */
    static String line(List<String> command) {
        return command.stream().map(Commands::quoted).collect(Collectors.joining(" "));
    }

    static String quoted(String word) {
        return word.matches("[A-Za-z0-9_./:=,@%+~\\\\-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
