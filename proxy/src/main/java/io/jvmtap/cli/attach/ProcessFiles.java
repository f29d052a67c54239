package io.jvmtap.cli.attach;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What Linux tells of one process, below {@code /proc/PID}. Whatever cannot be read is empty: processes end, and hide. */
record ProcessFiles(long pid) {
    private static final Path PROC = Path.of("/proc");

    /** Bit of SIGQUIT, number 3, in the masks of the status file. */
    private static final long QUIT = 1L << 2;

    /** Whether this system tells anything. */
    static boolean available() {
        return Files.isReadable(PROC.resolve("self/status"));
    }

    static List<ProcessFiles> all() {
        try (Stream<Path> processes = Files.list(PROC)) {
            return processes
                    .map(process -> process.getFileName().toString())
                    .filter(name -> name.chars().allMatch(Character::isDigit))
                    .map(name -> new ProcessFiles(Long.parseLong(name)))
                    .sorted((one, other) -> Long.compare(one.pid, other.pid))
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of();
        }
    }

    boolean exists() {
        return Files.exists(path("status"));
    }

    /** The user's name, or number where it has none. */
    String owner() {
        try {
            return Files.getOwner(path("status")).getName();
        } catch (IOException e) {
            return "";
        }
    }

    /** Whether a HotSpot JVM runs in it; known of one's own processes only. */
    boolean isJvm() {
        try (Stream<String> maps = Files.lines(path("maps"), StandardCharsets.ISO_8859_1)) {
            return maps.anyMatch(line -> line.endsWith("/libjvm.so"));
        } catch (IOException | UncheckedIOException e) {
            return false;
        }
    }

    List<String> arguments() {
        return fields("cmdline");
    }

    /** The value of a variable at the start of the process; empty where it had none. */
    String variable(String name) {
        return fields("environ").stream()
                .filter(each -> each.startsWith(name + "="))
                .map(each -> each.substring(name.length() + 1))
                .findFirst()
                .orElse("");
    }

    Optional<Path> executable() {
        try {
            return Optional.of(Files.readSymbolicLink(path("exe")));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** How the process sees that file of ours. */
    Path seen(Path file) {
        return path("root").resolve(Path.of("/").relativize(file.toAbsolutePath()));
    }

    /** Whether it has a namespace of its own, such as {@code net}; false where that cannot be told. */
    boolean isApart(String namespace) {
        try {
            return !Files.readSymbolicLink(path("ns/" + namespace))
                    .equals(Files.readSymbolicLink(PROC.resolve("self/ns/" + namespace)));
        } catch (IOException e) {
            return false;
        }
    }

    /** Its number as it sees it itself, in the innermost namespace. */
    long innerPid() {
        String[] numbers = status("NSpid").split("\\s+");
        String last = numbers[numbers.length - 1];
        return last.isEmpty() ? pid : Long.parseLong(last);
    }

    /** Whether it was stopped, by a signal or a debugger. */
    boolean isStopped() {
        String state = status("State");
        return state.startsWith("T") || state.startsWith("t");
    }

    /** Whether it reacts to SIGQUIT other than by its end: a JVM is asked by that signal to listen. */
    boolean handlesQuit() {
        String caught = status("SigCgt");
        return caught.isEmpty() || (Long.parseUnsignedLong(caught, 16) & QUIT) != 0;
    }

    private String status(String key) {
        try (Stream<String> lines = Files.lines(path("status"), StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> line.startsWith(key + ":"))
                    .map(line -> line.substring(key.length() + 1).trim())
                    .findFirst()
                    .orElse("");
        } catch (IOException | UncheckedIOException e) {
            return "";
        }
    }

    private List<String> fields(String file) {
        try {
            String all = Files.readString(path(file), StandardCharsets.UTF_8);
            return all.isEmpty() ? List.of() : List.of(all.split("\0"));
        } catch (IOException e) {
            return List.of();
        }
    }

    private Path path(String file) {
        return PROC.resolve(Long.toString(pid)).resolve(file);
    }
}
