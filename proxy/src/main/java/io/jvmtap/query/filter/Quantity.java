package io.jvmtap.query.filter;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers with a sign before and a unit behind: {@code >500ms}, {@code 1M}, {@code 5xx}. */
final class Quantity {
    private static final Pattern FORM = Pattern.compile("(<=|>=|=|<|>|)(\\d{1,15}(?:\\.\\d{1,9})?)([A-Za-z]*)");
    private static final Pattern CLASS = Pattern.compile("(?i)=?([1-9])xx");

    private static final Map<String, Long> DURATIONS = Map.of(
            "ns",
            1L,
            "us",
            1_000L,
            "",
            1_000_000L,
            "ms",
            1_000_000L,
            "s",
            1_000_000_000L,
            "min",
            60_000_000_000L,
            "m",
            60_000_000_000L,
            "h",
            3_600_000_000_000L);
    /** As sizes are shown, and as browsers' tools count them: powers of ten; those of two have an i. */
    private static final Map<String, Long> SIZES = Map.ofEntries(
            Map.entry("", 1L),
            Map.entry("b", 1L),
            Map.entry("k", 1_000L),
            Map.entry("kb", 1_000L),
            Map.entry("m", 1_000_000L),
            Map.entry("mb", 1_000_000L),
            Map.entry("g", 1_000_000_000L),
            Map.entry("gb", 1_000_000_000L),
            Map.entry("ki", 1L << 10),
            Map.entry("kib", 1L << 10),
            Map.entry("mi", 1L << 20),
            Map.entry("mib", 1L << 20),
            Map.entry("gi", 1L << 30),
            Map.entry("gib", 1L << 30));

    private Quantity() {}

    static Filter status(String text) {
        Matcher hundred = CLASS.matcher(text);
        if (hundred.matches()) {
            long from = Long.parseLong(hundred.group(1)) * 100;
            return new Filter.All(List.of(
                    new Filter.Compares(NumberField.STATUS, Comparison.AT_LEAST, from),
                    new Filter.Compares(NumberField.STATUS, Comparison.LESS, from + 100)));
        }
        return number(NumberField.STATUS, text, Comparison.EQUAL, Map.of("", 1L), "a status is 404, 5xx or >=400");
    }

    static Filter pid(String text) {
        return number(NumberField.PID, text, Comparison.EQUAL, Map.of("", 1L), "a process id is a number");
    }

    static Filter port(String text) {
        return number(NumberField.PORT, text, Comparison.EQUAL, Map.of("", 1L), "a port is a number");
    }

    /** Without a sign, at least so long: a duration is never met exactly. */
    static Filter duration(String text) {
        return number(
                NumberField.DURATION,
                text,
                Comparison.AT_LEAST,
                DURATIONS,
                "a duration is a number with ns, us, ms, s, min or h, such as >500ms");
    }

    static Filter size(String text) {
        return number(
                NumberField.SIZE, text, Comparison.AT_LEAST, SIZES, "a size is a number with k, M or G, such as >1M");
    }

    /** As {@code larger-than:} has it: more than so much. */
    static Filter responseLargerThan(String text) {
        return number(
                NumberField.RESPONSE_SIZE,
                text,
                Comparison.MORE,
                SIZES,
                "a size is a number with k, M or G, such as 100k");
    }

    private static Filter number(
            NumberField field, String text, Comparison unsigned, Map<String, Long> units, String problem) {
        Matcher form = FORM.matcher(text);
        Long unit = form.matches() ? units.get(form.group(3).toLowerCase(Locale.ROOT)) : null;
        if (unit == null) {
            throw new IllegalArgumentException(problem);
        }
        Comparison comparison = unsigned;
        for (Comparison each : Comparison.values()) {
            comparison = each.sign().equals(form.group(1)) ? each : comparison;
        }
        BigDecimal value = new BigDecimal(form.group(2)).multiply(BigDecimal.valueOf(unit));
        return new Filter.Compares(
                field, comparison, value.min(BigDecimal.valueOf(Long.MAX_VALUE)).longValue());
    }
}
