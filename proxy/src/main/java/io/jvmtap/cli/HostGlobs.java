package io.jvmtap.cli;

import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Host globs as the agent reads them (WIRE.md section 5): a whole name, any case, {@code *} and {@code ?}. */
record HostGlobs(List<String> globs) implements Predicate<String> {
    HostGlobs {
        globs = List.copyOf(globs);
    }

    @Override
    public boolean test(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return globs.stream().anyMatch(glob -> pattern(glob).matcher(name).matches());
    }

    private static Pattern pattern(String glob) {
        StringBuilder pattern = new StringBuilder();
        for (char one : glob.toLowerCase(Locale.ROOT).toCharArray()) {
            pattern.append(one == '*' ? ".*" : one == '?' ? "." : Pattern.quote(String.valueOf(one)));
        }
        return Pattern.compile(pattern.toString());
    }
}
