package io.jvmtap.hook.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jvmtap.hook.boot.TrustBridge;
import io.jvmtap.sample.TlsRows;
import io.jvmtap.sample.TrustAgent;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.objectweb.asm.ClassReader;

/** Compiles the sample programs for old JDKs, packs an agent with the trust hooks and runs programs with it or without. */
final class ChildPrograms {

    private static final long TIMEOUT_SECONDS = 120;

    private final Path folder;
    private final Path classes;
    private final Path agent;

    /** What a program printed, on both streams, in order. */
    record Output(int exitCode, String text) {}

    ChildPrograms(Path folder) throws IOException {
        this.folder = folder;
        this.classes = Files.createDirectories(folder.resolve("classes"));
        this.agent = folder.resolve("agent.jar");
        compile(8, TrustAgent.class, TlsRows.class);
        pack();
    }

    /** Compiles classes of the test sources for this release of Java. */
    void compile(int release, Class<?>... programs) {
        List<String> arguments = new ArrayList<>(
                List.of("--release", "" + release, "-proc:none", "-nowarn", "-Xlint:none", "-d", classes.toString()));
        arguments.addAll(List.of("-cp", home(TrustBridge.class) + File.pathSeparator + home(ClassReader.class)));
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
            command.add("-javaagent:" + agent + "=" + file);
        }
        command.addAll(options);
        command.addAll(List.of(
                "-cp",
                classes + File.pathSeparator + home(TrustBridge.class) + File.pathSeparator + home(ClassReader.class)));
        command.addAll(List.of(program.getName(), argument.toString()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            throw new AssertionError("still running after " + TIMEOUT_SECONDS + " s: " + Files.readString(output));
        }
        return new Output(process.exitValue(), Files.readString(output));
    }

    /** The boot part goes into the jar, which names itself for the boot loader; the rest is on the class path. */
    private void pack() throws IOException {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.putValue("Premain-Class", TrustAgent.class.getName());
        attributes.putValue("Can-Retransform-Classes", "true");
        attributes.putValue("Boot-Class-Path", agent.getFileName().toString());
        Path main = home(TrustBridge.class);
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(agent), manifest);
                Stream<Path> boot = Files.list(main.resolve("io/jvmtap/hook/boot"))) {
            for (Path file : (Iterable<Path>) boot::iterator) {
                jar.putNextEntry(new JarEntry(main.relativize(file).toString()));
                Files.copy(file, jar);
            }
        }
    }

    private static Path home(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (java.net.URISyntaxException e) {
            throw new AssertionError(e);
        }
    }
}
