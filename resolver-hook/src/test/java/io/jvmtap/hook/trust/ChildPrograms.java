package io.jvmtap.hook.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jvmtap.sample.TlsRows;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** Compiles the sample programs for old JDKs and runs them, with the finished agent or without. */
final class ChildPrograms {

    private static final long TIMEOUT_SECONDS = 120;

    private static final Path AGENT = Path.of("target", "jvmtap-agent.jar").toAbsolutePath();

    private final Path folder;
    private final Path classes;

    /** What a program printed, on both streams, in order. */
    record Output(int exitCode, String text) {}

    ChildPrograms(Path folder) throws IOException {
        this.folder = folder;
        this.classes = Files.createDirectories(folder.resolve("classes"));
        compile(8, TlsRows.class);
    }

    /** Compiles classes of the test sources for this release of Java. */
    void compile(int release, Class<?>... programs) {
        List<String> arguments = new ArrayList<>(
                List.of("--release", "" + release, "-proc:none", "-nowarn", "-Xlint:none", "-d", classes.toString()));
        for (Class<?> program : programs) {
            arguments.add("src/test/java/" + program.getName().replace('.', '/') + ".java");
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        assertEquals(0, compiler.run(null, OutputStream.nullOutputStream(), null, arguments.toArray(new String[0])));
    }

    /** Runs the program to its end, with the agent if there is a session file. */
    Output run(TestJdk jdk, List<String> options, String session, Class<?> program, Path argument) throws Exception {
        Path output = Files.createTempFile(folder, "output", ".txt");
        List<String> command = new ArrayList<>(List.of(jdk.java()));
        if (!session.isEmpty()) {
            Path file = Files.writeString(Files.createTempFile(folder, "session", ".properties"), session);
            command.add("-javaagent:" + AGENT + "=" + file);
        }
        command.addAll(options);
        command.addAll(List.of("-cp", classes.toString()));
        command.addAll(List.of(program.getName(), argument.toString()));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        Process process = builder.start();
        if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            throw new AssertionError("still running after " + TIMEOUT_SECONDS + " s: " + Files.readString(output));
        }
        return new Output(process.exitValue(), Files.readString(output));
    }
}
