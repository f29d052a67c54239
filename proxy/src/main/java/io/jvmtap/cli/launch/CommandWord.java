package io.jvmtap.cli.launch;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The first word of the user's command.
 *
 * @param file where it is, links not resolved
 */
record CommandWord(String text, Path file) {

    /** @param searchPath the value of PATH */
    static CommandWord find(String text, @Nullable String searchPath) throws LaunchException {
        if (text.isEmpty()) {
            throw new LaunchException("the command is empty", "name a program after --");
        }
        try {
            return text.indexOf('/') >= 0 ? asPath(text) : inSearchPath(text, searchPath);
        } catch (InvalidPathException e) {
            throw noSuch(text);
        }
    }

    /** Whether this is a {@code java} launcher, under its own name or by way of a link. */
    boolean isJava() {
        return isJavaName(file) || isJavaName(resolved());
    }

    String baseName() {
        return baseName(file);
    }

    Path resolved() {
        try {
            return file.toRealPath();
        } catch (IOException e) {
            return file;
        }
    }

    private static CommandWord asPath(String text) throws LaunchException {
        Path file = Path.of(text);
        if (!Files.exists(file)) {
            throw noSuch(text);
        }
        if (Files.isDirectory(file)) {
            throw new LaunchException(text + " is a directory", "name a program after --");
        }
        if (!Files.isExecutable(file)) {
            throw new LaunchException(
                    text + " is not executable", "chmod +x " + text + ", or name its interpreter first");
        }
        return new CommandWord(text, file);
    }

    private static CommandWord inSearchPath(String text, @Nullable String searchPath) throws LaunchException {
        for (String directory : (searchPath == null ? "" : searchPath).split(File.pathSeparator, -1)) {
            Path file = Path.of(directory, text);
            if (Files.isRegularFile(file) && Files.isExecutable(file)) {
                return new CommandWord(text, file);
            }
        }
        throw noSuch(text);
    }

    private static boolean isJavaName(Path file) {
        String name = baseName(file);
        return name.equals("java") || name.equals("java.exe");
    }

    private static String baseName(Path file) {
        Path name = file.getFileName();
        return name == null ? "" : name.toString();
    }

    private static LaunchException noSuch(String text) {
        return new LaunchException("no such command: " + text, "check its spelling, or give its path");
    }
}
