package io.jvmtap.cli;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A program of this machine, run to its end. Its output goes through files: nothing to drain, nothing to block on. */
record Command(int exit, String out, String err) {
    private static final long LIMIT_SECONDS = 30;

    /** Skips the test, saying so, where the program is not installed. */
    static void assumeThere(String program) {
        boolean there = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
        assumeTrue(there, program + " is not installed");
    }

    static Command run(Path directory, String... words) throws IOException, InterruptedException {
        return run(directory, List.of(), words);
    }

    /** @param environment {@code NAME=VALUE}, added to ours */
    static Command run(Path directory, List<String> environment, String... words)
            throws IOException, InterruptedException {
        Path out = Files.createTempFile(directory, "out", "");
        Path err = Files.createTempFile(directory, "err", "");
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(Arrays.asList(words)));
        builder.environment()
                .keySet()
                .removeIf(name -> name.toLowerCase(java.util.Locale.ROOT).endsWith("_proxy"));
        for (String one : environment) {
            builder.environment().put(one.split("=", 2)[0], one.split("=", 2)[1]);
        }
        Process process = builder.redirectInput(new File("/dev/null"))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("still running: " + String.join(" ", words) + "\n" + Files.readString(err));
        }
        return new Command(process.exitValue(), text(out), text(err));
    }

    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    }
}
