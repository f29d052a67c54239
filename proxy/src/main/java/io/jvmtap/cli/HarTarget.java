package io.jvmtap.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The file that {@code --har} names. It is written at the end, and what is wrong with it is known at the start. */
final class HarTarget {
    private HarTarget() {}

    static void require(@Nullable Path har) {
        if (har == null) {
            return;
        }
        Path directory = har.toAbsolutePath().getParent();
        if (Files.isDirectory(har)) {
            throw new CommandFailure(har + " is a directory", "name a file after --har");
        }
        if (directory == null || !Files.isDirectory(directory)) {
            throw new CommandFailure("there is no directory " + directory, "make it, or choose another --har file");
        }
        if (!Files.isWritable(directory)) {
            throw new CommandFailure("cannot write to " + directory, "choose another --har file");
        }
    }
}
