package io.jvmtap.clients;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The table in the agent's README: what runs of the matrix have shown, row by row. */
final class MatrixTable {
    /** The releases that there is a promise for. */
    private static final List<Integer> JDKS = List.of(8, 11, 17, 21, 25);

    private static final Path README = Path.of("../README.md");
    private static final String BEGIN = "<!-- matrix -->\n";
    private static final String END = "<!-- end of matrix -->";
    private static final String MUTE = "caught and decrypted; no server of its kind, for it to be answered, runs here";
    private static final String NEVER_RUN = "not run yet";

    private MatrixTable() {}

    /** The README with the right table in it. */
    static String readme(List<Client> clients, KnownGaps gaps, Results results) throws IOException {
        String readme = Files.readString(README);
        int begin = readme.indexOf(BEGIN) + BEGIN.length();
        int end = readme.indexOf(END);
        if (begin < BEGIN.length() || end < begin) {
            throw new IllegalStateException(README + " does not mark where the table is");
        }
        return readme.substring(0, begin) + of(clients, gaps, results) + readme.substring(end);
    }

    static void write(List<Client> clients, KnownGaps gaps, Results results) throws IOException {
        Files.writeString(README, readme(clients, gaps, results));
    }

    static String of(List<Client> clients, KnownGaps gaps, Results results) {
        StringBuilder table = new StringBuilder("| client | version | server | JDK");
        JDKS.forEach(feature -> table.append(' ').append(feature).append(" |"));
        table.append(" attached on |\n|---|---|---|")
                .append(":-:|".repeat(JDKS.size()))
                .append("---|\n");
        List<String> reasons = new ArrayList<>();
        for (Client client : clients) {
            table.append("| ")
                    .append(client.name())
                    .append(" | ")
                    .append(client.version())
                    .append(" | ")
                    .append(client.server().label())
                    .append(" |");
            for (int feature : JDKS) {
                table.append(' ')
                        .append(mark(client, feature, gaps, results, reasons))
                        .append(" |");
            }
            table.append(' ').append(attached(client, gaps, results, reasons)).append(" |\n");
        }
        for (int i = 0; i < reasons.size(); i++) {
            table.append(i == 0 ? "\n" : "")
                    .append(i + 1)
                    .append(". ")
                    .append(reasons.get(i))
                    .append('\n');
        }
        return table.toString();
    }

    private static String mark(Client client, int feature, KnownGaps gaps, Results results, List<String> reasons) {
        if (!client.runsOn(feature)) {
            return "–";
        }
        String gap = gaps.reason(client, feature, Begin.WITH_THE_JVM);
        if (gap != null) {
            return noted("no", gap, reasons);
        }
        if (!results.hasPassed(client, Begin.WITH_THE_JVM, feature)) {
            return noted("?", NEVER_RUN, reasons);
        }
        return client.server().isMute() ? noted("half", MUTE, reasons) : "✓";
    }

    /** The releases where a client is caught that was made before; and why it is not on others, if that was tried. */
    private static String attached(Client client, KnownGaps gaps, Results results, List<String> reasons) {
        List<String> words = new ArrayList<>();
        for (int feature : JDKS) {
            String gap = gaps.reason(client, feature, Begin.ATTACHED);
            if (!client.runsOn(feature)) {
                continue;
            }
            if (gap != null) {
                words.add(noted("not " + feature, gap, reasons));
            } else if (results.hasPassed(client, Begin.ATTACHED, feature)) {
                words.add(String.valueOf(feature));
            }
        }
        return words.isEmpty() ? "?" : String.join(", ", words);
    }

    private static String noted(String word, String reason, List<String> reasons) {
        if (!reasons.contains(reason)) {
            reasons.add(reason);
        }
        return word + " (" + (reasons.indexOf(reason) + 1) + ")";
    }
}
