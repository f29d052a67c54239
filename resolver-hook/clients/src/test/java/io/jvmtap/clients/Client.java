package io.jvmtap.clients;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
 */
record Client(String name, String program, int from, Server server, List<String> artifacts, List<String> jvmArgs) {
    private static final Path CATALOGUE = Path.of("clients.txt");

    /** All rows, in the order of the file. */
    static List<Client> all() throws IOException {
        try (Stream<String> lines = Files.lines(CATALOGUE)) {
            return lines.filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(Client::parse)
                    .toList();
        }
    }

    /** Reads {@code name program from server coordinates... -jvm-arguments...}. */
    static Client parse(String line) {
        String[] words = line.strip().split("\\s+");
        if (words.length < 4) {
            throw new IllegalArgumentException("a client needs name, program, JDK and server: " + line);
        }
        List<String> rest = Stream.of(words).skip(4).toList();
        return new Client(
                words[0],
                words[1],
                Integer.parseInt(words[2]),
                Server.valueOf(words[3]),
                rest.stream().filter(word -> !word.startsWith("-")).toList(),
                rest.stream().filter(word -> word.startsWith("-")).toList());
    }

    boolean runsOn(int feature) {
        return feature >= from;
    }
}
