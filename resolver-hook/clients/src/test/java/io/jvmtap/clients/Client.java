package io.jvmtap.clients;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A row of the matrix.
 *
 * @param name unique, such as {@code okhttp-4}
 * @param program simple name of a class in {@code io.jvmtap.clients.programs}
 * @param from the first JDK that the library runs on; the program is compiled for it
 * @param server what it talks to
 * @param artifacts Maven coordinates, dependencies left out; empty for what the JDK holds
 * @param jvmArgs what its users have to give the JVM, too
 * @param expectations what the program's output matches where it fails, if not what it matches with most clients
 */
record Client(
        String name,
        String program,
        int from,
        Server server,
        List<String> artifacts,
        List<String> jvmArgs,
        Map<Scenario, Pattern> expectations) {
    private static final Path CATALOGUE = Path.of("clients.txt");

    /** All rows, in the order of the file. */
    static List<Client> all() throws IOException {
        try (Stream<String> lines = Files.lines(CATALOGUE)) {
            return lines.filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(Client::parse)
                    .toList();
        }
    }

    /** Reads {@code name program from server coordinates... -jvm-arguments... SCENARIO=pattern...}. */
    static Client parse(String line) {
        String[] words = line.strip().split("\\s+");
        if (words.length < 4) {
            throw new IllegalArgumentException("a client needs name, program, JDK and server: " + line);
        }
        List<String> artifacts = new ArrayList<>();
        List<String> jvmArgs = new ArrayList<>();
        Map<Scenario, Pattern> expectations = new EnumMap<>(Scenario.class);
        for (String word : List.of(words).subList(4, words.length)) {
            if (word.startsWith("-")) {
                jvmArgs.add(word);
            } else if (word.contains("=")) {
                String[] expectation = word.split("=", 2);
                expectations.put(Scenario.valueOf(expectation[0]), Pattern.compile(expectation[1]));
            } else {
                artifacts.add(word);
            }
        }
        return new Client(
                words[0],
                words[1],
                Integer.parseInt(words[2]),
                Server.valueOf(words[3]),
                List.copyOf(artifacts),
                List.copyOf(jvmArgs),
                Map.copyOf(expectations));
    }

    /** What its output must match there, untapped: named before it is run. */
    Pattern expected(Scenario scenario) {
        return expectations.getOrDefault(scenario, Pattern.compile(scenario.expected()));
    }

    /** That of the first artifact; the others are its companions. */
    String version() {
        if (artifacts.isEmpty()) {
            return "JDK";
        }
        String first = artifacts.get(0);
        return first.substring(first.lastIndexOf(':') + 1);
    }

    boolean runsOn(int feature) {
        return feature >= from;
    }
}
