package io.jvmtap.query;

import io.jvmtap.flow.Stamp;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A name that the program looked up.
 *
 * @param at when the answer came
 * @param original addresses that its own resolver answered, as text
 * @param given addresses that it was told, as text
 * @param failure exception class and message where the lookup failed
 */
public record Lookup(
        Stamp at,
        String name,
        List<String> original,
        List<String> given,
        long durationNanos,
        String thread,
        @Nullable String failure) {
    public Lookup {
        original = List.copyOf(original);
        given = List.copyOf(given);
    }
}
