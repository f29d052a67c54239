package io.jvmtap.clients;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which cells have passed, as recorded by runs of the matrix: the table shows nothing else. Not thread-safe. */
final class Results {
    private static final Path FILE = Path.of("results.txt");
    private static final String HEAD =
            "# Written by the matrix (-Dmatrix.record=true): client, version, new or attached, JDKs it passed on.\n";

    /** Features by client, version and begin: what another version did says nothing. */
    private final Map<String, SortedSet<Integer>> passed = new TreeMap<>();

    static Results read() throws IOException {
        return parse(Files.exists(FILE) ? Files.readAllLines(FILE) : List.of());
    }

    /** Reads lines {@code client version begin jdk,jdk}. */
    static Results parse(List<String> lines) {
        Results results = new Results();
        for (String line : lines) {
            if (!line.isBlank() && !line.startsWith("#")) {
                String[] words = line.strip().split("\\s+");
                for (String feature : words[3].split(",")) {
                    results.of(words[0] + " " + words[1] + " " + words[2]).add(Integer.valueOf(feature));
                }
            }
        }
        return results;
    }

    boolean hasPassed(Client client, Begin begin, int feature) {
        return passed.getOrDefault(key(client, begin), new TreeSet<>()).contains(feature);
    }

    void record(Client client, Begin begin, int feature, boolean pass) {
        SortedSet<Integer> features = of(key(client, begin));
        if (pass) {
            features.add(feature);
        } else {
            features.remove(feature);
        }
    }

    /** Rows that are no longer in the catalogue are left out. */
    void write(List<Client> clients) throws IOException {
        Files.writeString(FILE, text(clients));
    }

    String text(List<Client> clients) {
        return clients.stream()
                .flatMap(client -> Stream.of(Begin.values()).map(begin -> key(client, begin)))
                .filter(key -> !of(key).isEmpty())
                .map(key -> key + " " + of(key).stream().map(String::valueOf).collect(Collectors.joining(",")))
                .collect(Collectors.joining("\n", HEAD, "\n"));
    }

    private SortedSet<Integer> of(String key) {
        return passed.computeIfAbsent(key, missing -> new TreeSet<>());
    }

    private static String key(Client client, Begin begin) {
        return client.name() + " " + client.version() + " " + begin.label();
    }
}
