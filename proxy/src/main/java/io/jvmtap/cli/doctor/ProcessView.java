package io.jvmtap.cli.doctor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * What Linux tells of a process below {@code /proc} (proc(5)), as far as it bears on tapping it. Everything may be gone
 * at the next call.
 */
public final class ProcessView {
    private final Path proc;
    private final Path process;

    /** @param proc {@code /proc}, or what stands for it in a test */
    public ProcessView(Path proc, long pid) {
        this.proc = proc;
        this.process = proc.resolve(Long.toString(pid));
    }

    public boolean exists() {
        return Files.isDirectory(process);
    }

    /** The arguments, the program's own path first; none where they may not be read, or of a kernel thread. */
    public List<String> command() {
        return strings("cmdline");
    }

    /** Value of a variable that the process was started with; null where it was not set, or may not be read. */
    public @Nullable String variable(String name) {
        for (String variable : strings("environ")) {
            if (variable.startsWith(name + "=")) {
                return variable.substring(name.length() + 1);
            }
        }
        return null;
    }

    /** The real user id, -1 where unknown. */
    public long user() {
        return user(process);
    }

    /** The real user id of this process. */
    public long ownUser() {
        return user(proc.resolve("self"));
    }

    /** Whether it sees other process ids than we do. */
    public boolean otherPids() {
        return differs("ns/pid");
    }

    /** Whether it sees another file system or network than we do, as in a container. */
    public boolean contained() {
        return differs("ns/mnt") || differs("ns/net");
    }

    /** The library that makes a process a JVM, as the process sees it; null for one that is none. */
    public @Nullable String jvm() {
        for (String line : lines("maps")) {
            int path = line.indexOf('/');
            if (path >= 0 && (line.endsWith("/libjvm.so") || line.endsWith("/libj9vm29.so"))) {
                return line.substring(path);
            }
        }
        return null;
    }

    /** Version as the JDK's {@code release} file says it, empty where that cannot be found. */
    public String javaVersion() {
        String library = jvm();
        Path home = library == null ? null : Path.of(library).getParent();
        while (home != null) {
            // Seen through the process's own root, for it may be in a container.
            Path release = process.resolve("root")
                    .resolve(home.toString().substring(1))
                    .resolve("release");
            if (Files.isReadable(release)) {
                Properties values = new Properties();
                try (var reader = Files.newBufferedReader(release)) {
                    values.load(reader);
                    return values.getProperty("JAVA_VERSION", "").replace("\"", "");
                } catch (IOException | IllegalArgumentException e) {
                    return "";
                }
            }
            home = home.getParent();
        }
        return "";
    }

    /** Whether it holds a file open whose path ends like this. */
    public boolean holdsOpen(String end) {
        try (DirectoryStream<Path> links = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path link : links) {
                if (target(link).endsWith(end)) {
                    return true;
                }
            }
        } catch (IOException e) {
            return false;
        }
        return false;
    }

    private boolean differs(String name) {
        String theirs = target(process.resolve(name));
        String ours = target(proc.resolve("self").resolve(name));
        return !theirs.isEmpty() && !ours.isEmpty() && !theirs.equals(ours);
    }

    private long user(Path of) {
        try {
            for (String line : Files.readAllLines(of.resolve("status"))) {
                if (line.startsWith("Uid:")) {
                    return Long.parseLong(line.trim().split("\\s+")[1]);
                }
            }
        } catch (IOException | NumberFormatException e) {
            return -1;
        }
        return -1;
    }

    private List<String> lines(String file) {
        try {
            return Files.readAllLines(process.resolve(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return List.of();
        }
    }

    private List<String> strings(String file) {
        List<String> strings = new ArrayList<>();
        try {
            String all = Files.readString(process.resolve(file), StandardCharsets.ISO_8859_1);
            for (String one : all.split("\0")) {
                if (!one.isEmpty()) {
                    strings.add(one);
                }
            }
        } catch (IOException e) {
            return List.of();
        }
        return strings;
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException | UnsupportedOperationException e) {
            return "";
        }
    }
}
