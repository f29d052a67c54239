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

/** Compiles client programs and server programs, each against its own class path, and once. Used by many threads. */
final class Programs implements AutoCloseable {
    /** Package of the server programs. */
    static final String SERVERS = "io.jvmtap.clients.servers";

    private static final Path SOURCES = Path.of("src/programs/java");
    private static final String CLIENTS = "io.jvmtap.clients.programs";

    /** Servers run on the JVM that runs the tests. */
    private static final int SERVER_RELEASE = 17;

    private final ClassPaths classPaths = new ClassPaths();
    private final Map<String, String> compiled = new ConcurrentHashMap<>();
    private final Path compiler;
    private final Path directory;

    /** @param home of the JDK that compiles */
    Programs(Path home, Path directory) {
        compiler = home.resolve("bin/javac");
        this.directory = directory;
    }

    static String main(Client client) {
        return CLIENTS + "." + client.program();
    }

    /**
     * The class path of a client with its program.
     *
     * @throws IllegalStateException if it does not compile or a library is not to be had: no gap excuses that
     */
    String classPath(Client client) {
        return compiled.computeIfAbsent(
                client.name(), name -> compile(name, CLIENTS, client.program(), client.from(), client.artifacts()));
    }

    /** The same of a server. */
    String serverClassPath(String program, List<String> artifacts) {
        return compiled.computeIfAbsent(
                "server " + program, name -> compile("server-" + program, SERVERS, program, SERVER_RELEASE, artifacts));
    }

    private String compile(String name, String inPackage, String program, int release, List<String> artifacts) {
        try {
            String libraries = classPaths.of(artifacts);
            Path classes = Files.createDirectories(directory.resolve(name));
            List<String> command = List.of(
                    compiler.toString(),
                    "--release=" + release,
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
                    SOURCES.resolve(inPackage.replace('.', '/'))
                            .resolve(program + ".java")
                            .toString());
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(name + " does not compile:\n" + said);
            }
            return libraries.isEmpty() ? classes.toString() : classes + File.pathSeparator + libraries;
        } catch (IOException | DependencyResolutionException e) {
            throw new IllegalStateException(name + " cannot be built: " + e.getMessage(), e);
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
