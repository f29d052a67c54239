package io.jvmtap.hook;

import io.jvmtap.hook.trust.TestJdk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Java homes on this machine by their version, and how to run a program in one of them. */
record Jvm(int version, Path home) {
    /** Generous: the machine may be busy, and a hanging child must still end the test. */
    private static final long LIMIT_SECONDS = 60;

    private static final long DUMP_SECONDS = 2;

    /** What a program said and how it ended. */
    record Outcome(int exit, String out, String err) {}

    /** The running JDK and those that {@code /usr/lib/jvm} and {@code JVMTAP_JDKS} name, one a version. */
    static List<Jvm> all() {
        try {
            return TestJdk.all().stream()
                    .map(jdk -> new Jvm(jdk.feature(), jdk.home()))
                    .filter(Jvm::resolvesNames)
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /**
     * The oldest and the newest that run what Netty's tests are compiled for, from 17 on: the hooks of a library do not
     * depend on the JDK's own classes. The client matrix has Netty on 8 and 11.
     */
    static List<Jvm> ends() {
        List<Jvm> all = all().stream().filter(jvm -> jvm.version() >= 17).toList();
        return all.size() < 2 ? all : List.of(all.get(0), all.get(all.size() - 1));
    }

    /** Without {@code jdk.net.hosts.file} a name cannot be given an address, and no test may ask a real resolver. */
    private boolean resolvesNames() {
        boolean can = version >= 9 || HostsMount.isPossible();
        if (!can) {
            System.out.println(
                    "JDK 8 is left out: it has no jdk.net.hosts.file, and a hosts file cannot be mounted here");
        }
        return can;
    }

    /** Those of these ways to connect that it has: {@code java.net.http} came with 11. */
    List<String> having(String... ways) {
        return Stream.of(ways)
                .filter(way -> version >= 11 || !way.equals("http"))
                .toList();
    }

    /** Whether {@code java.net.Socket} connects by {@code java.net}'s own native code. */
    boolean hasPlainSockets() {
        return version < 13;
    }

    static Path agentJar() {
        return Path.of("target", "jvmtap-agent.jar").toAbsolutePath();
    }

    /** Starts {@code java OPTIONS -cp test-classes ARGUMENTS} with its streams in files of that folder. */
    Process start(Path folder, List<String> options, List<String> arguments) throws IOException {
        return builder(folder, options, arguments)
                .redirectOutput(folder.resolve("out").toFile())
                .start();
    }

    /** The same with standard input and output for the test to use. */
    Process startTalking(Path folder, List<String> options, List<String> arguments) throws IOException {
        return builder(folder, options, arguments).start();
    }

    private ProcessBuilder builder(Path folder, List<String> options, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(version >= 9 ? List.of() : HostsMount.prefix(folder));
        command.add(home.resolve("bin/java").toString());
        command.addAll(options);
        if (version >= 9) {
            command.add("-Djdk.net.hosts.file=" + folder.resolve("hosts"));
        }
        command.addAll(List.of("-cp", Programs.classPath(version)));
        command.addAll(arguments);
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectError(folder.resolve("err").toFile());
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        return builder;
    }

    Outcome run(Path folder, List<String> options, List<String> arguments) throws IOException, InterruptedException {
        return outcome(folder, start(folder, options, arguments));
    }

    static Outcome outcome(Path folder, Process process) throws IOException, InterruptedException {
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            // Where it hangs: a JVM answers this signal with its threads, on stdout.
            new ProcessBuilder("kill", "-QUIT", String.valueOf(process.pid()))
                    .start()
                    .waitFor();
            process.waitFor(DUMP_SECONDS, TimeUnit.SECONDS);
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
