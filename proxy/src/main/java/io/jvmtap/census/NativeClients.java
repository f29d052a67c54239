package io.jvmtap.census;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Native libraries that open connections by themselves, by a part of their file's name. */
final class NativeClients {
    private static final Map<String, String> KNOWN = new TreeMap<>(Map.of(
            "aws-crt", "AWS CRT",
            "libcurl", "libcurl",
            "rdkafka", "librdkafka",
            "libpq.", "libpq",
            "libocijdbc", "Oracle OCI",
            "libclntsh", "Oracle OCI",
            "libmysqlclient", "libmysqlclient",
            "libmariadb.", "libmariadb",
            "libgit2", "libgit2",
            "libssh", "libssh"));

    private NativeClients() {}

    /** @param maps the lines of {@code /proc/PID/maps} */
    static String among(List<String> maps) {
        TreeSet<String> found = new TreeSet<>();
        for (String line : maps) {
            String file = line.substring(line.lastIndexOf('/') + 1);
            KNOWN.forEach((part, name) -> {
                if (line.indexOf('/') >= 0 && file.contains(part)) {
                    found.add(name);
                }
            });
        }
        return String.join(", ", found);
    }
}
