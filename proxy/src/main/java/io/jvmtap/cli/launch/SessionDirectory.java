package io.jvmtap.cli.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The private directory of one session: the file that the agent reads at the start of each JVM, and what else lives no
 * longer than the tap.
 */
public record SessionDirectory(Path path) {

    /** A new one, mode 0700. */
    public static SessionDirectory create() throws IOException {
        return new SessionDirectory(Files.createTempDirectory("jvmtap-"));
    }

    public Path sessionFile() {
        return path.resolve("session");
    }

    /** Deletes it with the files in it; what cannot be deleted is private and of no use to anyone. */
    public void delete() {
        try (Stream<Path> files = Files.list(path)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(path);
        } catch (IOException e) {
            path.toFile().deleteOnExit();
        }
    }
}
