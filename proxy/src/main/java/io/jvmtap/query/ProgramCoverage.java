package io.jvmtap.query;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How much of what one program said was tapped.
 *
 * @param tapped connections that were
 * @param untapped why others were not, and how many for each reason; what the program says to its own machine is in
 *     neither number
 * @param hooks one line a hook: name, state, runs, errors, with tabs; none where the program has not reported
 * @param suppressed errors that hooks kept from the program
 * @param dropped reports that were lost on their way from the program
 */
public record ProgramCoverage(
        String program,
        long pid,
        String label,
        String javaVersion,
        long tapped,
        Map<String, Long> untapped,
        List<String> hooks,
        long suppressed,
        long dropped) {
    public ProgramCoverage {
        untapped = new TreeMap<>(untapped);
        hooks = List.copyOf(hooks);
    }

    /**
     * Reasons from the two who know some: the agent counts what it lets go, and of the rows of bypassed connections those
     * count that it did not.
     *
     * @param told lines of reason, tab, count
     * @param rows how many bypassed connections there are for each reason
     */
    public static Map<String, Long> reasons(List<String> told, Map<String, Long> rows) {
        Map<String, Long> all = new TreeMap<>(rows);
        for (String line : told) {
            int tab = line.lastIndexOf('\t');
            if (tab > 0) {
                all.put(line.substring(0, tab), number(line.substring(tab + 1)));
            }
        }
        return all;
    }

    public long missed() {
        return untapped.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Names of hooks that could not be put in place. */
    public List<String> missingHooks() {
        return hooks.stream()
                .map(line -> line.split("\t"))
                .filter(words -> words.length > 1 && words[1].equals("missing"))
                .map(words -> words[0])
                .toList();
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
