package io.jvmtap.cli.launch;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Files and directories that only their owner can read, and that appear whole or not at all. */
public final class PrivateFiles {
    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private PrivateFiles() {}

    /** Makes a directory, with its parents, readable by its owner alone; one that exists is left as it is. */
    public static void directory(Path directory) throws IOException {
        Files.createDirectories(directory, mode("rwx------"));
    }

    static Path temporaryDirectory(Path parent) throws IOException {
        return Files.createTempDirectory(parent, ".new-", mode("rwx------"));
    }

    /** Writes a file under another name and moves it to its place, so that nobody ever reads half of it. */
    public static void write(Path file, byte[] content, String permissions) throws IOException {
        Path parent = file.toAbsolutePath().getParent();
        Path written = Files.createTempFile(parent, ".new-", "", mode("rw-------"));
        try {
            Files.write(written, content);
            if (POSIX) {
                Files.setPosixFilePermissions(written, PosixFilePermissions.fromString(permissions));
            }
            move(written, file);
        } finally {
            Files.deleteIfExists(written);
        }
    }

    static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static FileAttribute<?>[] mode(String permissions) {
        return POSIX
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
