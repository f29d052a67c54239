package io.jvmtap.clients;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The cells that are known to fail. A gap that has closed fails the matrix until its line is removed. */
record KnownGaps(List<Gap> gaps) {
    private static final String ATTACHED = "attached:";

    private static final Path FILE = Path.of("known-gaps.txt");

    /**
     * @param client a name, or {@code *} for every client
     * @param jdks features, or {@code *} for each; {@code attached:} before them where only a client is meant that is
     *     older than the agent
     */
    record Gap(String client, boolean attachedOnly, List<String> jdks, String reason) {
        boolean covers(Client row, int feature, Begin begin) {
            return (client.equals("*") || client.equals(row.name()))
                    && (!attachedOnly || begin == Begin.ATTACHED)
                    && (jdks.contains("*") || jdks.contains(String.valueOf(feature)));
        }
    }

    static KnownGaps read() throws IOException {
        return parse(Files.readAllLines(FILE));
    }

    /** Reads lines {@code client jdk,jdk reason}, or {@code client attached:jdk,jdk reason}. */
    static KnownGaps parse(List<String> lines) {
        return new KnownGaps(lines.stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.strip().split("\\s+", 3))
                .map(words -> {
                    if (words.length < 3) {
                        throw new IllegalArgumentException(
                                "a gap needs client, JDKs and a reason: " + String.join(" ", words));
                    }
                    boolean attached = words[1].startsWith(ATTACHED);
                    String jdks = attached ? words[1].substring(ATTACHED.length()) : words[1];
                    return new Gap(words[0], attached, List.of(jdks.split(",")), words[2]);
                })
                .toList());
    }

    /** @return null where the cell is to pass */
    @Nullable
    String reason(Client client, int feature, Begin begin) {
        return gaps.stream()
                .filter(gap -> gap.covers(client, feature, begin))
                .map(Gap::reason)
                .findFirst()
                .orElse(null);
    }
}
