package io.jvmtap.cli;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Sizes and ages as options give them. */
final class Amounts {
    private static final Pattern FORM = Pattern.compile("(\\d{1,12}(?:\\.\\d{1,6})?)\\s*([A-Za-z]*)");

    private static final Map<String, Long> BYTES = Map.ofEntries(
            Map.entry("", 1L),
            Map.entry("b", 1L),
            Map.entry("k", 1_000L),
            Map.entry("kb", 1_000L),
            Map.entry("m", 1_000_000L),
            Map.entry("mb", 1_000_000L),
            Map.entry("g", 1_000_000_000L),
            Map.entry("gb", 1_000_000_000L),
            Map.entry("kib", 1L << 10),
            Map.entry("mib", 1L << 20),
            Map.entry("gib", 1L << 30));

    private static final Map<String, Long> SECONDS =
            Map.of("s", 1L, "m", 60L, "min", 60L, "h", 3_600L, "d", 86_400L, "w", 604_800L);

    private Amounts() {}

    private static long amount(String text, Map<String, Long> units, String problem) {
        Matcher form = FORM.matcher(text.strip());
        Long unit = form.matches() ? units.get(form.group(2).toLowerCase(Locale.ROOT)) : null;
        if (unit == null) {
            throw new TypeConversionException("'" + text + "' " + problem);
        }
        return new BigDecimal(form.group(1))
                .multiply(BigDecimal.valueOf(unit))
                .min(BigDecimal.valueOf(Long.MAX_VALUE))
                .longValue();
    }

    /** {@code 64M}, {@code 1.5 GB}, {@code 512KiB}; as shown elsewhere, k, M and G are powers of ten. */
    static final class Size implements ITypeConverter<Long> {
        @Override
        public Long convert(String text) {
            return amount(text, BYTES, "is no size, such as 64M or 5G");
        }
    }

    /** {@code 90s}, {@code 30min}, {@code 12h}, {@code 7d}, {@code 2w}. */
    static final class Age implements ITypeConverter<Duration> {
        private static final long MOST_SECONDS = 100L * 366 * 86_400;

        @Override
        public Duration convert(String text) {
            long seconds = amount(text, SECONDS, "is no age, such as 30min, 12h or 7d");
            return Duration.ofSeconds(Math.min(seconds, MOST_SECONDS));
        }
    }
}
