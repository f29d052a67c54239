package io.jvmtap.view;

import io.jvmtap.query.ProgramCoverage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What was tapped and what was not, in sentences. */
public final class CoverageText {
    private CoverageText() {}

    /** The end of a run: one line for each thing that was missed, none where nothing was. */
    public static List<String> summary(List<ProgramCoverage> programs) {
        List<String> lines = new ArrayList<>();
        Map<String, Long> reasons = new TreeMap<>();
        long tapped = 0;
        long suppressed = 0;
        long dropped = 0;
        for (ProgramCoverage program : programs) {
            tapped += program.tapped();
            suppressed += program.suppressed();
            dropped += program.dropped();
            program.untapped().forEach((reason, count) -> reasons.merge(reason, count, Long::sum));
        }
        long missed = reasons.values().stream().mapToLong(Long::longValue).sum();
        if (missed > 0) {
            String why = reasons.entrySet().stream()
                    .map(one -> one.getValue() + " " + Plain.safe(one.getKey()))
                    .collect(Collectors.joining(", "));
            lines.add(missed + " of " + (missed + tapped) + " connections " + (missed == 1 ? "was" : "were")
                    + " not tapped: " + why);
        }
        programs.forEach(program -> lines.addAll(missing(program)));
        if (suppressed > 0) {
            lines.add(suppressed + (suppressed == 1 ? " error" : " errors")
                    + " in the agent, kept from the program; some traffic may be missing: see jvmtap coverage");
        }
        if (dropped > 0) {
            lines.add(dropped + " reports of the agent were lost: lookups, verdicts or callers are missing");
        }
        return lines;
    }

    /** One line where hooks do not fit the program's Java: what they watch passes unseen. */
    public static List<String> missing(ProgramCoverage program) {
        List<String> hooks = program.missingHooks();
        if (hooks.isEmpty()) {
            return List.of();
        }
        return List.of(
                (hooks.size() == 1 ? "hook " : "hooks ") + String.join(", ", hooks) + " could not be put in place in "
                        + who(program) + ": what "
                        + (hooks.size() == 1 ? "it watches" : "they watch") + " passes unseen");
    }

    /** All about each program, as {@code jvmtap coverage} prints it. */
    public static String all(List<ProgramCoverage> programs) {
        StringBuilder out = new StringBuilder();
        for (ProgramCoverage program : programs) {
            if (out.length() > 0) {
                out.append('\n');
            }
            out.append(who(program)).append('\n');
            row(out, program.tapped(), program.tapped() == 1 ? "connection tapped" : "connections tapped");
            program.untapped().forEach((reason, count) -> row(out, count, "not tapped: " + reason));
            if (program.suppressed() > 0) {
                row(out, program.suppressed(), "errors in hooks, kept from the program");
            }
            if (program.dropped() > 0) {
                row(out, program.dropped(), "reports lost on their way from the program");
            }
            if (program.hooks().isEmpty()) {
                out.append("  the program has not reported its hooks\n");
            }
            program.hooks().stream().sorted().forEach(hook -> hook(out, hook));
        }
        return out.toString();
    }

    private static String who(ProgramCoverage program) {
        return Plain.safe(program.label()) + " (pid " + program.pid() + ", Java " + Plain.safe(program.javaVersion())
                + ")";
    }

    private static void row(StringBuilder out, long count, String what) {
        String number = Long.toString(count);
        out.append(" ".repeat(Math.max(1, 8 - number.length())))
                .append(number)
                .append("  ")
                .append(Plain.safe(what))
                .append('\n');
    }

    private static void hook(StringBuilder out, String line) {
        String[] words = line.split("\t");
        if (words.length == 4) {
            String errors = words[3].equals("0") ? "" : ", " + words[3] + " errors";
            String name = "  hook " + words[0];
            out.append(name).append(" ".repeat(Math.max(1, 30 - name.length())));
            out.append(Plain.safe(words[1] + ", ran " + words[2] + " times" + errors))
                    .append('\n');
        }
    }
}
