package io.jvmtap.hook;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Java homes on this machine by their version, and how to run a program in one of them. */
record Jvm(int version, Path home) {
    /** Generous: the machine may be busy, and a hanging child must still end the test. */
    private static final long LIMIT_SECONDS = 60;

    /** What a program said and how it ended. */
    record Outcome(int exit, String out, String err) {}

    /** The running JDK and those that {@code /usr/lib/jvm} and {@code JVMTAP_JDKS} name, 17 and later, one a version. */
    static List<Jvm> all() {
        Map<Integer, Jvm> found = new TreeMap<>();
        List<Path> homes = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"))));
        for (String home : System.getenv().getOrDefault("JVMTAP_JDKS", "").split(File.pathSeparator)) {
            if (!home.isBlank()) {
                homes.add(Path.of(home));
            }
        }
        try (Stream<Path> installed = Files.list(Path.of("/usr/lib/jvm"))) {
            installed.sorted().forEach(homes::add);
        } catch (IOException none) {
            // Other systems keep them elsewhere.
        }
        for (Path home : homes) {
            int version = version(home);
            if (version >= 17 && Files.isExecutable(home.resolve("bin/java"))) {
                found.putIfAbsent(version, new Jvm(version, home));
            }
        }
        return List.copyOf(found.values());
    }

    private static int version(Path home) {
        try {
            for (String line : Files.readAllLines(home.resolve("release"))) {
                if (line.startsWith("JAVA_VERSION=\"")) {
                    String text = line.substring("JAVA_VERSION=\"".length());
                    return Integer.parseInt(text.split("[^0-9]")[0]);
                }
            }
        } catch (IOException | NumberFormatException notAHome) {
            return 0;
        }
        return 0;
    }

    static Path agentJar() {
        return Path.of("target", "jvmtap-agent.jar").toAbsolutePath();
    }

    /** Starts {@code java OPTIONS -cp test-classes ARGUMENTS} with its streams in files of that folder. */
    Process start(Path folder, List<String> options, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(home.resolve("bin/java").toString()));
        command.addAll(options);
        command.addAll(List.of(
                "-cp", Path.of("target", "test-classes").toAbsolutePath().toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile());
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        return builder.start();
    }

    Outcome run(Path folder, List<String> options, List<String> arguments) throws IOException, InterruptedException {
        return outcome(folder, start(folder, options, arguments));
    }

    static Outcome outcome(Path folder, Process process) throws IOException, InterruptedException {
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            throw new IOException("hangs; so far: " + Files.readString(folder.resolve("out"))
                    + Files.readString(folder.resolve("err")));
        }
        return new Outcome(
                process.exitValue(), Files.readString(folder.resolve("out")), Files.readString(folder.resolve("err")));
    }

    @Override
    public String toString() {
        return "JDK " + version;
    }
}
