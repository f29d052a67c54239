package io.jvmtap.cli.launch;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Stand-ins for {@code java}, for scripts that start it in ways of their own: one to be found first in {@code PATH},
 * and one inside a copy of {@code JAVA_HOME} that is made of links. They are kept, so that what a script leaves
 * running still finds them after the run; the session that they belong to stands in the environment.
 *
 * <pre>
 * shims/KEY/path/bin/java     the stand-in        shims/KEY/home/bin/java      the stand-in
 *               /lib ...      links, for those                  /bin/javac ... links
 *                             who look beside java              /lib ...       links
 * </pre>
 */
final class Shims {
    private static final String SCRIPT = "java-shim.sh";

    private final Path all;
    private final Path directory;
    private final Path agent;
    private final @Nullable Path javaHome;
    private final @Nullable Path java;

    /**
     * @param javaHome what JAVA_HOME says, if that is a JDK
     * @param java the {@code java} in the search path, if there is one
     */
    Shims(Path state, Path agent, @Nullable Path javaHome, @Nullable Path java) {
        this.agent = agent;
        this.javaHome = javaHome;
        this.java = java;
        String about = agent + "\n" + described(javaHome) + "\n" + (java == null ? "" : described(homeOf(java)));
        String key = UUID.nameUUIDFromBytes((about + script()).getBytes(StandardCharsets.UTF_8))
                .toString();
        this.all = state.resolve("shims");
        this.directory = all.resolve(key);
    }

    /**
     * Makes the stand-ins, unless they are there, and says what points to them. Nothing where they could not be run,
     * as on a file system that is mounted without permission to execute.
     */
    List<EnvironmentChange> install() throws IOException {
        if (!Files.isDirectory(directory)) {
            build();
        }
        List<EnvironmentChange> changes = new ArrayList<>();
        if (java != null && Files.isExecutable(pathBin().resolve("java"))) {
            changes.add(new EnvironmentChange(
                    EnvironmentChange.Way.PREPEND_PATH, "PATH", pathBin().toString()));
        }
        if (javaHome != null && Files.isExecutable(home().resolve("bin/java"))) {
            changes.add(EnvironmentChange.set("JAVA_HOME", home().toString()));
        }
        return changes;
    }

    private Path pathBin() {
        return directory.resolve("path/bin");
    }

    private Path home() {
        return directory.resolve("home");
    }

    private void build() throws IOException {
        PrivateFiles.directory(all);
        Path built = PrivateFiles.temporaryDirectory(all);
        byte[] script = filled().getBytes(StandardCharsets.UTF_8);
        if (java != null) {
            Path bin = built.resolve("path/bin");
            PrivateFiles.directory(bin);
            PrivateFiles.write(bin.resolve("java"), script, "r-x------");
            link(homeOf(java), built.resolve("path"), "bin");
        }
        if (javaHome != null) {
            Path bin = built.resolve("home/bin");
            PrivateFiles.directory(bin);
            PrivateFiles.write(bin.resolve("java"), script, "r-x------");
            link(javaHome, built.resolve("home"), "bin");
            link(javaHome.resolve("bin"), bin, "java");
        }
        try {
            PrivateFiles.move(built, directory);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
            // Another run was quicker, and made the same.
            delete(built);
        }
    }

    private String filled() {
        return script().replace("@BIN@", quoted(pathBin().toString()))
                .replace("@HOME@", quoted(javaHome == null ? "" : home().toString()))
                .replace("@REAL_HOME@", quoted(javaHome == null ? "" : javaHome.toString()))
                .replace("@AGENT@", quoted(agent.toString()));
    }

    /** Links everything of a directory but one entry. */
    private static void link(Path from, Path to, String but) throws IOException {
        try (Stream<Path> entries = Files.list(from)) {
            for (Path entry : (Iterable<Path>) entries::iterator) {
                String name = String.valueOf(entry.getFileName());
                if (!name.equals(but)) {
                    Files.createSymbolicLink(to.resolve(name), entry);
                }
            }
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        }
    }

    private static Path homeOf(Path java) {
        return resolved(java).resolve("../..").normalize();
    }

    private static Path resolved(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException e) {
            return file.toAbsolutePath();
        }
    }

    /** Changes when the JDK does, so that links to tools that are gone are not used for ever. */
    private static String described(@Nullable Path home) {
        if (home == null) {
            return "";
        }
        try {
            return home + " " + Files.getLastModifiedTime(home.resolve("bin"));
        } catch (IOException e) {
            return home.toString();
        }
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    private static String script() {
        try (InputStream resource = Shims.class.getResourceAsStream(SCRIPT)) {
            if (resource == null) {
                throw new IllegalStateException(SCRIPT + " is not in this build");
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
