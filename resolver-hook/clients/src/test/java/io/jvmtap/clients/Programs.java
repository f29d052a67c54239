package io.jvmtap.clients;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.aether.resolution.DependencyResolutionException;

/** Compiles client programs, each against its own class path; once for each client. Used by many threads. */
final class Programs implements AutoCloseable {
    private static final Path SOURCES = Path.of("src/programs/java");
    private static final String PACKAGE = "io.jvmtap.clients.programs";

    private final ClassPaths classPaths = new ClassPaths();
    private final Map<Client, String> compiled = new ConcurrentHashMap<>();
    private final Path compiler;
    private final Path directory;

    /** @param home of the JDK that compiles */
    Programs(Path home, Path directory) {
        compiler = home.resolve("bin/javac");
        this.directory = directory;
    }

    static String main(Client client) {
        return PACKAGE + "." + client.program();
    }

    /**
     * The class path of a client with its program.
     *
     * @throws IllegalStateException if it does not compile or a library is not to be had: no gap excuses that
     */
    String classPath(Client client) {
        return compiled.computeIfAbsent(client, this::compile);
    }

    private String compile(Client client) {
        try {
            String libraries = classPaths.of(client.artifacts());
            Path classes = Files.createDirectories(directory.resolve(client.name()));
            List<String> command = List.of(
                    compiler.toString(),
                    "--release=" + client.from(),
                    "-proc:none",
                    "-nowarn",
                    "-Xlint:-options",
                    "-encoding",
                    "UTF-8",
                    "-d",
                    classes.toString(),
                    "-sourcepath",
                    SOURCES.toString(),
                    "-cp",
                    libraries,
                    SOURCES.resolve(PACKAGE.replace('.', '/'))
                            .resolve(client.program() + ".java")
                            .toString());
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(client.name() + " does not compile:\n" + said);
            }
            return libraries.isEmpty() ? classes.toString() : classes + File.pathSeparator + libraries;
        } catch (IOException | DependencyResolutionException e) {
            throw new IllegalStateException(client.name() + " cannot be built: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        classPaths.close();
    }
}
