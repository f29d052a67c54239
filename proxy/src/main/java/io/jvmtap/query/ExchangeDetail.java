package io.jvmtap.query;

import org.jspecify.annotations.Nullable;

/**
 * Everything about one exchange but its bodies.
 *
 * @param connection null where its opening was not recorded
 */
public record ExchangeDetail(
        ExchangeRow row, Heads heads, @Nullable ConnectionDetail connection) {}
