package io.jvmtap.record;

import io.jvmtap.flow.Fault;
import io.jvmtap.flow.Stamp;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import org.jspecify.annotations.Nullable;

/** A prepared {@code INSERT} whose values are given in the order of its columns. Used by one thread. */
final class Insert implements AutoCloseable {
    private final PreparedStatement statement;
    private int column;

    /** @param verb {@code INSERT}, {@code INSERT OR REPLACE} or {@code INSERT OR IGNORE} */
    Insert(Connection database, String verb, String table, String columns) throws SQLException {
        String marks = "?, ".repeat(columns.split(",").length - 1) + "?";
        statement = database.prepareStatement(verb + " INTO " + table + " (" + columns + ") VALUES (" + marks + ")");
    }

    Insert set(long value) throws SQLException {
        statement.setLong(++column, value);
        return this;
    }

    Insert set(@Nullable String value) throws SQLException {
        statement.setString(++column, value);
        return this;
    }

    Insert set(byte[] value) throws SQLException {
        statement.setBytes(++column, value);
        return this;
    }

    /** A value as another database gave it. */
    Insert copy(@Nullable Object value) throws SQLException {
        statement.setObject(++column, value);
        return this;
    }

    Insert set(@Nullable Integer value) throws SQLException {
        return value == null ? empty() : set(value.longValue());
    }

    /** A number of which -1 means that there is none (yet). */
    Insert setUnlessNegative(long value) throws SQLException {
        return value < 0 ? empty() : set(value);
    }

    Insert set(Stamp stamp) throws SQLException {
        return set(stamp.epochMicros()).set(stamp.nanos());
    }

    Insert set(@Nullable Fault fault) throws SQLException {
        if (fault == null) {
            return empty().empty().empty();
        }
        return set(fault.code().name()).set(fault.scope().name()).set(fault.detail());
    }

    Insert empty() throws SQLException {
        statement.setNull(++column, Types.NULL);
        return this;
    }

    void run() throws SQLException {
        column = 0;
        statement.executeUpdate();
    }

    /** Forgets the values given so far, after a failure between them. */
    void reset() {
        column = 0;
    }

    @Override
    public void close() throws SQLException {
        statement.close();
    }
}
