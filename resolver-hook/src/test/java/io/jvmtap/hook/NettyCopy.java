package io.jvmtap.hook;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** One Netty that programs of the tests run with: its jars, and the transports to try. */
record NettyCopy(String name, List<String> transports, String jars) {
    /** 4.2 of the tests' own class path, and 4.1 beside it. */
    static List<NettyCopy> all() {
        String own = onOwnClassPath(File.separator + "netty" + File.separator);
        String older = inFolder(Path.of("target", "netty-4.1"));
        return List.of(
                new NettyCopy("Netty 4.2", List.of("nio", "epoll", "io_uring"), own),
                new NettyCopy("Netty 4.1", List.of("nio", "epoll"), older));
    }

    /** Netty as gRPC relocates it. */
    static NettyCopy shaded() {
        return new NettyCopy("relocated Netty", List.of("epoll"), onOwnClassPath("grpc-netty-shaded"));
    }

    /** Whether BoringSSL is among the jars. */
    boolean hasNativeTls() {
        return jars.contains("tcnative");
    }

    /** What {@code java} is to run: the class path, and the program with its arguments. */
    String[] command(String... program) {
        List<String> all = new ArrayList<>(
                List.of("-cp", Path.of("target", "test-classes").toAbsolutePath() + File.pathSeparator + jars));
        all.addAll(List.of(program));
        return all.toArray(String[]::new);
    }

    private static String onOwnClassPath(String part) {
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return String.join(
                File.pathSeparator,
                Stream.of(path.split(File.pathSeparator))
                        .filter(entry -> entry.contains(part))
                        .toList());
    }

    private static String inFolder(Path folder) {
        try (Stream<Path> jars = Files.list(folder)) {
            return String.join(
                    File.pathSeparator,
                    jars.map(jar -> jar.toAbsolutePath().toString()).toList());
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
