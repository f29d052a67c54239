package io.jvmtap.hook;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** The test programs, compiled once for each release of Java that the JVMs under test need. */
final class Programs {
    private static final Path SOURCES = Path.of("src", "test", "java", "io", "jvmtap", "hook", "program");
    private static final ConcurrentHashMap<Integer, String> COMPILED = new ConcurrentHashMap<>();

    /** What a release before 11 cannot compile. */
    private static final List<String> NEWER = List.of("HttpClientRequest.java");

    private Programs() {}

    static String classPath(int version) {
        return COMPILED.computeIfAbsent(version < 11 ? 8 : 11, Programs::compile);
    }

    private static String compile(int release) {
        // One of its own for each JVM that runs tests: another may be loading what this one writes.
        Path classes = Path.of(
                        "target",
                        "programs-" + release + "-" + ProcessHandle.current().pid())
                .toAbsolutePath();
        List<String> arguments = new ArrayList<>(List.of(
                "--release",
                String.valueOf(release),
                "-proc:none",
                "-nowarn",
                "-Xlint:none",
                "-d",
                classes.toString()));
        try (Stream<Path> files = Files.list(SOURCES)) {
            files.filter(file -> !file.endsWith("package-info.java"))
                    .filter(file ->
                            release >= 11 || !NEWER.contains(file.getFileName().toString()))
                    .forEach(file -> arguments.add(file.toString()));
            Files.createDirectories(classes);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        int status = ToolProvider.getSystemJavaCompiler()
                .run(null, OutputStream.nullOutputStream(), System.out, arguments.toArray(new String[0]));
        if (status != 0) {
            throw new IllegalStateException("the test programs do not compile for Java " + release);
        }
        return classes.toString();
    }
}
