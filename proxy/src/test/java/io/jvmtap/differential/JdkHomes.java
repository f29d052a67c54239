package io.jvmtap.differential;

import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The JDKs of this machine: the running one, those in {@code /usr/lib/jvm}, and those that {@code JVMTAP_JDKS} lists. */
public final class JdkHomes {
    private JdkHomes() {}

    /** One home for each feature release, such as 8 or 17, in ascending order. */
    public static SortedMap<Integer, Path> byFeature() {
        SortedMap<Integer, Path> homes = new TreeMap<>();
        for (Path candidate : candidates()) {
            if (Files.isExecutable(candidate.resolve("bin/java"))) {
                int feature = feature(candidate);
                if (feature > 0) {
                    homes.putIfAbsent(feature, candidate);
                }
            }
        }
        return homes;
    }

    /** Those of {@link #byFeature} that can run our programs, which are made for 17. */
    public static SortedMap<Integer, Path> ofPrograms() {
        return byFeature().tailMap(17);
    }

    private static List<Path> candidates() {
        List<Path> candidates = new ArrayList<>();
        candidates.add(Path.of(System.getProperty("java.home")));
        String listed = System.getenv().getOrDefault("JVMTAP_JDKS", "");
        Stream.of(listed.split(File.pathSeparator))
                .filter(path -> !path.isBlank())
                .map(Path::of)
                .forEach(candidates::add);
        Path installed = Path.of("/usr/lib/jvm");
        if (Files.isDirectory(installed)) {
            try (Stream<Path> paths = Files.list(installed)) {
                paths.sorted().forEach(candidates::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return candidates;
    }

    /** @return 0 where the home does not tell */
    private static int feature(Path home) {
        Path release = home.resolve("release");
        if (!Files.isReadable(release)) {
            // Some distributions ship JDK 8 without the file; the layout with a jre directory ended with it.
            return Files.exists(home.resolve("jre/lib/rt.jar")) ? 8 : 0;
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(release)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String version = properties.getProperty("JAVA_VERSION", "0").replace("\"", "");
        String feature = version.startsWith("1.") ? version.substring(2) : version;
        return Integer.parseInt(feature.split("[^0-9]", 2)[0]);
    }
}
