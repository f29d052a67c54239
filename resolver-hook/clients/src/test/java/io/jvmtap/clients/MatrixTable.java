package io.jvmtap.clients;

import java.util.ArrayList;
import java.util.List;

/** The table in the README: what the matrix asserts, row by row. */
final class MatrixTable {
    /** The releases that there is a promise for. */
    private static final List<Integer> JDKS = List.of(8, 11, 17, 21, 25);

    private MatrixTable() {}

    static String of(List<Client> clients, KnownGaps gaps) {
        StringBuilder table = new StringBuilder("| client | version | JDK");
        JDKS.forEach(feature -> table.append(' ').append(feature).append(" |"));
        table.append("\n|---|---|").append(":-:|".repeat(JDKS.size())).append('\n');
        List<String> reasons = new ArrayList<>();
        for (Client client : clients) {
            table.append("| ")
                    .append(client.name())
                    .append(" | ")
                    .append(version(client))
                    .append(" |");
            for (int feature : JDKS) {
                table.append(' ').append(mark(client, feature, gaps, reasons)).append(" |");
            }
            table.append('\n');
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

    private static String mark(Client client, int feature, KnownGaps gaps, List<String> reasons) {
        if (!client.runsOn(feature)) {
            return "–";
        }
        String reason = gaps.reason(client, feature);
        if (reason == null) {
            return "✓";
        }
        if (!reasons.contains(reason)) {
            reasons.add(reason);
        }
        return "no (" + (reasons.indexOf(reason) + 1) + ")";
    }

    /** That of the first artifact; the others are its companions. */
    private static String version(Client client) {
        if (client.artifacts().isEmpty()) {
            return "JDK";
        }
        String first = client.artifacts().get(0);
        return first.substring(first.lastIndexOf(':') + 1);
    }
}
