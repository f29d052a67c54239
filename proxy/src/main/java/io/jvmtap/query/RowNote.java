package io.jvmtap.query;

import org.jspecify.annotations.Nullable;

/**
 * What people said of a row.
 *
 * @param mark a colour's name, null where it is not marked
 * @param comment null where there is none
 */
public record RowNote(@Nullable String mark, @Nullable String comment) {
    public static final RowNote NONE = new RowNote(null, null);
}
