package io.jvmtap.record;

import io.jvmtap.flow.Cause;
import io.jvmtap.flow.Fault;
import io.jvmtap.flow.Stamp;
import io.jvmtap.json.JsonReader;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One row of a result, read column by column from the left. */
final class Fields {
    private final ResultSet row;
    private int column;

    Fields(ResultSet row) {
        this.row = row;
    }

    long number() throws SQLException {
        return row.getLong(++column);
    }

    int small() throws SQLException {
        return row.getInt(++column);
    }

    boolean flag() throws SQLException {
        return number() != 0;
    }

    /** -1 where the column is NULL. */
    long numberOrNone() throws SQLException {
        long value = number();
        return row.wasNull() ? -1 : value;
    }

    @Nullable
    Integer smallOrNull() throws SQLException {
        int value = small();
        return row.wasNull() ? null : (Integer) value;
    }

    String text() throws SQLException {
        String text = textOrNull();
        return text == null ? "" : text;
    }

    @Nullable
    String textOrNull() throws SQLException {
        return row.getString(++column);
    }

    byte[] bytes() throws SQLException {
        byte[] bytes = row.getBytes(++column);
        return bytes == null ? new byte[0] : bytes;
    }

    Stamp stamp() throws SQLException {
        return new Stamp(number(), number());
    }

    List<String> strings() throws SQLException {
        String json = textOrNull();
        try {
            return json == null ? List.of() : JsonReader.strings(json);
        } catch (IllegalArgumentException e) {
            throw new SQLException("damaged list in column " + column, e);
        }
    }

    /** pid, thread, frames, label, route. */
    Cause cause() throws SQLException {
        return new Cause(number(), text(), strings(), text(), textOrNull());
    }

    /** code, scope, detail. */
    @Nullable
    Fault fault() throws SQLException {
        String code = textOrNull();
        String scope = textOrNull();
        String detail = text();
        if (code == null || scope == null) {
            return null;
        }
        try {
            return new Fault(Fault.Code.valueOf(code), Fault.Scope.valueOf(scope), detail);
        } catch (IllegalArgumentException e) {
            throw new SQLException("unknown fault " + code + " of scope " + scope, e);
        }
    }
}
