package io.jvmtap.cli.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/**
 * A directory of jvmtap's: writable, and nobody else's business.
 *
 * @param what what is kept there
 * @param secret whether it must be private; otherwise what is made in it is
 */
public record DirectoryCheck(String what, Path directory, boolean secret) implements Check {
    @Override
    public List<Finding> look() {
        if (!Files.exists(directory)) {
            Path parent = directory.toAbsolutePath();
            while (parent != null && !Files.exists(parent)) {
                parent = parent.getParent();
            }
            boolean possible = parent != null && Files.isDirectory(parent) && Files.isWritable(parent);
            return List.of(
                    possible
                            ? Finding.fine(what + " will be kept in " + directory + ", which is made when needed")
                            : unwritable());
        }
        if (!Files.isDirectory(directory)) {
            return List.of(
                    Finding.wrong(directory + " is in the way: it is no directory", "mv " + directory + " elsewhere"));
        }
        if (!Files.isWritable(directory)) {
            return List.of(unwritable());
        }
        return List.of(mode());
    }

    private Finding unwritable() {
        return Finding.wrong(
                what + " cannot be kept in " + directory + ": it is not writable for you",
                "export JVMTAP_HOME=/a/directory/of/yours");
    }

    private Finding mode() {
        if (!secret) {
            return Finding.fine(what + " are kept in " + directory + ", each in a private directory");
        }
        try {
            Set<PosixFilePermission> mode = Files.getPosixFilePermissions(directory);
            boolean writes =
                    mode.contains(PosixFilePermission.OTHERS_WRITE) || mode.contains(PosixFilePermission.GROUP_WRITE);
            boolean reads =
                    mode.contains(PosixFilePermission.OTHERS_READ) || mode.contains(PosixFilePermission.GROUP_READ);
            if (writes || reads) {
                return Finding.wrong(
                        "others may " + (writes ? "write" : "read") + " in " + directory + " ("
                                + PosixFilePermissions.toString(mode) + ")",
                        "chmod 700 " + directory);
            }
        } catch (UnsupportedOperationException notPosix) {
            return Finding.fine(what + " are in " + directory);
        } catch (IOException e) {
            return Finding.wrong(
                    "the mode of " + directory + " cannot be read: " + e.getMessage(), "ls -ld " + directory);
        }
        return Finding.fine(what + " are in " + directory);
    }
}
