package io.jvmtap.differential;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A client program in a JVM of its own. Its names come from a file and nowhere else: no lookup leaves the machine. Ends
 * with {@link #finish} or {@link #close}.
 */
public final class ProgramRun implements AutoCloseable {
    private final Process process;
    private final Output out;
    private final Output err;

    private ProgramRun(Process process) {
        this.process = process;
        this.out = new Output(process.getInputStream(), "out");
        this.err = new Output(process.getErrorStream(), "err");
    }

    /**
     * How to run a program.
     *
     * @param javaHome of the JDK to run it on
     * @param hosts the names it can look up, with their addresses
     * @param jvmArgs come after ours
     * @param environment added to this process's own, from which everything that adds JVM options is taken
     */
    public record Plan(
            Path javaHome, Map<String, String> hosts, List<String> jvmArgs, Map<String, String> environment) {
        public Plan {
            hosts = Map.copyOf(hosts);
            jvmArgs = List.copyOf(jvmArgs);
            environment = Map.copyOf(environment);
        }

        /** The test server's name, and the store that trusts its root. */
        public static Plan usual(Path javaHome, Path trustStore) {
            return new Plan(
                    javaHome,
                    Map.of(TestCertificates.NAME, "127.0.0.1"),
                    List.of(
                            "-Djavax.net.ssl.trustStore=" + trustStore,
                            "-Djavax.net.ssl.trustStorePassword=" + TestCertificates.STORE_PASSWORD),
                    Map.of());
        }

        public Plan with(String... moreJvmArgs) {
            List<String> all = new ArrayList<>(jvmArgs);
            all.addAll(Arrays.asList(moreJvmArgs));
            return new Plan(javaHome, hosts, all, environment);
        }
    }

    /** What a program left behind. */
    public record Result(int exit, byte[] out, byte[] err) {
        public String outText() {
            return new String(out, StandardCharsets.UTF_8);
        }

        public String errText() {
            return new String(err, StandardCharsets.UTF_8);
        }
    }

    public static ProgramRun start(Plan plan, Class<?> main, String... args) throws IOException {
        return start(plan, classPath(main), main.getName(), args);
    }

    /** Starts a class that this process need not have. */
    public static ProgramRun start(Plan plan, String classPath, String main, String... args) throws IOException {
        ProgramRun run = startListening(plan, classPath, main, args);
        run.closeInput();
        return run;
    }

    /** The same, with its standard input left open until {@link #closeInput}. */
    public static ProgramRun startListening(Plan plan, String classPath, String main, String... args)
            throws IOException {
        Path hosts = Files.createTempFile("jvmtap-hosts", "");
        hosts.toFile().deleteOnExit();
        StringBuilder lines = new StringBuilder();
        plan.hosts.forEach((name, address) ->
                lines.append(address).append(' ').append(name).append('\n'));
        Files.writeString(hosts, lines);
        List<String> command = new ArrayList<>(List.of(
                plan.javaHome.resolve("bin/java").toString(),
                "-Djdk.net.hosts.file=" + hosts,
                "-Duser.language=en",
                "-Duser.country=",
                "-Dfile.encoding=UTF-8",
                "-XX:TieredStopAtLevel=1"));
        command.addAll(plan.jvmArgs);
        command.addAll(List.of("-cp", classPath, main));
        command.addAll(Arrays.asList(args));
        ProcessBuilder builder = new ProcessBuilder(command);
        List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "CLASSPATH")
                .forEach(builder.environment()::remove);
        builder.environment().putAll(plan.environment);
        return new ProgramRun(builder.start());
    }

    public long pid() {
        return process.pid();
    }

    /** Its standard input ends. */
    public void closeInput() throws IOException {
        process.getOutputStream().close();
    }

    /** Waits until the program has printed {@code text}. */
    public void awaitOut(String text, Duration limit) throws InterruptedException {
        out.await(text, limit);
    }

    /** Waits for the program's end. */
    public Result finish(Duration limit) throws InterruptedException {
        try (this) {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("still running after " + limit + "; it printed:\n" + out + err);
            }
            return new Result(process.exitValue(), out.all(), err.all());
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** The program's own classes, then the libraries of this test run, of which most programs need none. */
    private static String classPath(Class<?> main) {
        return Path.of(main.getProtectionDomain().getCodeSource().getLocation().getPath())
                + File.pathSeparator
                + System.getProperty("java.class.path");
    }

    /** Reads one stream of the process to its end. */
    private static final class Output {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final Thread reader;

        Output(InputStream from, String name) {
            reader = new Thread(() -> read(from), String.format(Locale.ROOT, "program-%s", name));
            reader.setDaemon(true);
            reader.start();
        }

        private void read(InputStream from) {
            byte[] buffer = new byte[8192];
            try {
                for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
                    synchronized (this) {
                        bytes.write(buffer, 0, count);
                        notifyAll();
                    }
                }
            } catch (IOException destroyed) {
                // The process was ended in the middle; what was read counts.
            }
        }

        synchronized void await(String text, Duration limit) throws InterruptedException {
            long deadline = System.nanoTime() + limit.toNanos();
            while (!toString().contains(text)) {
                long left = (deadline - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    throw new AssertionError("\"" + text + "\" was not printed within " + limit + ", but:\n" + this);
                }
                wait(left);
            }
        }

        byte[] all() throws InterruptedException {
            reader.join();
            synchronized (this) {
                return bytes.toByteArray();
            }
        }

        @Override
        public synchronized String toString() {
            return bytes.toString(StandardCharsets.UTF_8);
        }
    }
}
