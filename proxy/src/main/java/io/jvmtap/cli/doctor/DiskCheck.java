package io.jvmtap.cli.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Room for captures.
 *
 * @param leastBytes below this something will fail
 * @param plentyBytes above this nothing need be said
 */
public record DiskCheck(Path directory, long leastBytes, long plentyBytes) implements Check {
    /** A minute of heavy traffic fits into the one, a day's work into the other. */
    public static DiskCheck of(Path directory) {
        return new DiskCheck(directory, 100_000_000, 2_000_000_000);
    }

    @Override
    public List<Finding> look() {
        Path existing = directory.toAbsolutePath();
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        if (existing == null) {
            return List.of(
                    Finding.wrong("there is no disk for " + directory, "export JVMTAP_HOME=/a/directory/of/yours"));
        }
        try {
            long free = Files.getFileStore(existing).getUsableSpace();
            String sentence = free / 1_000_000 + " MB are free for captures in " + directory;
            String remedy = "rm old captures in " + directory + " (jvmtap captures lists them)";
            return List.of(
                    free < leastBytes
                            ? Finding.wrong("only " + sentence, remedy)
                            : free < plentyBytes ? Finding.note("only " + sentence, remedy) : Finding.fine(sentence));
        } catch (IOException e) {
            return List.of(Finding.note(
                    "the free space of " + existing + " cannot be told: " + e.getMessage(), "df " + existing));
        }
    }
}
