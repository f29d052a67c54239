package io.jvmtap.hook.trust;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A JDK on this machine that tests may start.
 *
 * @param feature its number: 8, 11, 17
 */
public record TestJdk(int feature, Path home) {

    /** One of each feature number, from {@code /usr/lib/jvm}, {@code JVMTAP_JDKS} and the one that is running. */
    public static Collection<TestJdk> all() throws IOException {
        List<Path> homes = new ArrayList<>();
        String named = System.getenv("JVMTAP_JDKS");
        if (named != null) {
            Stream.of(named.split(":")).map(Path::of).forEach(homes::add);
        }
        Path system = Path.of("/usr/lib/jvm");
        if (Files.isDirectory(system)) {
            try (Stream<Path> inside = Files.list(system)) {
                inside.forEach(homes::add);
            }
        }
        TreeMap<Integer, TestJdk> found = new TreeMap<>();
        for (Path home : homes) {
            int feature = feature(home);
            if (feature > 0 && Files.isExecutable(home.resolve("bin/java"))) {
                found.putIfAbsent(feature, new TestJdk(feature, home));
            }
        }
        found.put(running().feature(), running());
        return found.values();
    }

    /** The one that runs the tests. */
    public static TestJdk running() {
        return new TestJdk(Runtime.version().feature(), Path.of(System.getProperty("java.home")));
    }

    /** The launcher. */
    public String java() {
        return home.resolve("bin/java").toString();
    }

    /** 0 where it cannot be told. */
    private static int feature(Path home) throws IOException {
        Path file = home.resolve("release");
        if (!Files.isReadable(file)) {
            return Files.exists(home.resolve("jre/lib/rt.jar")) ? 8 : 0;
        }
        Properties release = new Properties();
        try (InputStream in = Files.newInputStream(file)) {
            release.load(in);
        }
        String version =
                release.getProperty("JAVA_VERSION", "0").replace("\"", "").replaceFirst("^1\\.", "");
        return Integer.parseInt(version.split("[^0-9]", -1)[0]);
    }

    @Override
    public String toString() {
        return "JDK " + feature;
    }
}
