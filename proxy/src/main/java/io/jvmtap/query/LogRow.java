package io.jvmtap.query;

import io.jvmtap.flow.Stamp;

/** One line of the log. */
public sealed interface LogRow permits ExchangeRow, ConnectionRow, BypassRow {
    /** What {@code show} takes: {@code 3} for an exchange, {@code c3} for a connection, {@code b3} for a bypass. */
    String id();

    /** Its number among the rows of its kind. */
    long number();

    Stamp started();

    /** Whether nothing of this row will change any more. */
    boolean ended();
}
