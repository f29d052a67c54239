package io.jvmtap.record;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * Keeps SQLite's library unpacked between commands. The driver would unpack, check and delete it each time, which is a
 * third of what a short command takes.
 */
public final class NativeLibrary {
    private NativeLibrary() {}

    /**
     * Makes the driver use a copy below this directory; unpacks it first where it is not there yet. Call it before the
     * first capture is opened. Where it does not work out, the driver goes its own way.
     *
     * @param directory made private to the user; one that others may write to is not used
     */
    public static void keepIn(Path directory) {
        try {
            Path folder = directory.resolve("sqlite-" + SQLiteJDBCLoader.getVersion());
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            String name = LibraryLoaderUtil.getNativeLibName();
            if (ours(folder) && unpack(name, folder.resolve(name))) {
                System.setProperty("org.sqlite.lib.path", folder.toString());
                System.setProperty("org.sqlite.lib.name", name);
            }
        } catch (IOException | UnsupportedOperationException e) {
            // Only slower: the driver unpacks it for itself.
            return;
        }
    }

    /** What is loaded from here runs as this user, so nobody else may have put it there. */
    private static boolean ours(Path folder) throws IOException {
        String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(folder));
        Path home = Path.of(System.getProperty("user.home", ""));
        return mode.equals("rwx------")
                && Files.isDirectory(home)
                && Files.getOwner(folder).equals(Files.getOwner(home));
    }

    private static boolean unpack(String name, Path library) throws IOException {
        if (Files.exists(library)) {
            return true;
        }
        try (InputStream packed =
                SQLiteJDBCLoader.class.getResourceAsStream(LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name)) {
            if (packed == null) {
                return false;
            }
            // Moved there whole, so that no command ever loads half of it.
            Path part = Files.createTempFile(library.toAbsolutePath().getParent(), name, ".part");
            Files.copy(packed, part, StandardCopyOption.REPLACE_EXISTING);
            Files.move(part, library, StandardCopyOption.ATOMIC_MOVE);
            return true;
        }
    }
}
