package io.jvmtap.clients;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The cells that are known to fail. A gap that has closed fails the matrix until its line is removed. */
record KnownGaps(List<Gap> gaps) {
    private static final Path FILE = Path.of("known-gaps.txt");

    /**
     * @param client a name, or {@code *} for every client
     * @param jdks features, or {@code *} for each
     */
    record Gap(String client, List<String> jdks, String reason) {
        boolean covers(Client row, int feature) {
            return (client.equals("*") || client.equals(row.name()))
                    && (jdks.contains("*") || jdks.contains(String.valueOf(feature)));
        }
    }

    static KnownGaps read() throws IOException {
        return parse(Files.readAllLines(FILE));
    }

    /** Reads lines {@code client jdk,jdk reason}. */
    static KnownGaps parse(List<String> lines) {
        return new KnownGaps(lines.stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.strip().split("\\s+", 3))
                .map(words -> {
                    if (words.length < 3) {
                        throw new IllegalArgumentException(
                                "a gap needs client, JDKs and a reason: " + String.join(" ", words));
                    }
                    return new Gap(words[0], List.of(words[1].split(",")), words[2]);
                })
                .toList());
    }

    /** @return null where the cell is to pass */
    @Nullable
    String reason(Client client, int feature) {
        return gaps.stream()
                .filter(gap -> gap.covers(client, feature))
                .map(Gap::reason)
                .findFirst()
                .orElse(null);
    }
}
