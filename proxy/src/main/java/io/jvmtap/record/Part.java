package io.jvmtap.record;

import java.util.Locale;

/** Which header section of an exchange; the names are part of the capture format. */
enum Part {
    REQUEST,
    INTERIM,
    RESPONSE,
    REQUEST_TRAILER,
    RESPONSE_TRAILER;

    /** As it stands in the database. */
    String column() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Part of(String column) {
        return valueOf(column.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
