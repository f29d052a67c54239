package io.jvmtap.record;

import io.jvmtap.flow.Direction;
import io.jvmtap.flow.MessageKind;
import io.jvmtap.query.MessageRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The messages within exchanges. */
final class MessageQueries {
    private static final String MESSAGES =
            "SELECT id, direction, kind, started_at, started_nanos, took, position, length,"
                    + " compressed, detail FROM messages WHERE exchange = ? AND id > ? ORDER BY id LIMIT ?";

    private MessageQueries() {}

    static List<MessageRow> after(Connection database, long exchange, long number, int most) throws SQLException {
        List<MessageRow> list = new ArrayList<>();
        try (PreparedStatement statement = database.prepareStatement(MESSAGES)) {
            statement.setLong(1, exchange);
            statement.setLong(2, number);
            statement.setInt(3, most);
            ResultSet rows = statement.executeQuery();
            while (rows.next()) {
                list.add(message(new Fields(rows)));
            }
        } catch (IllegalArgumentException e) {
            throw new SQLException("damaged messages of exchange " + exchange, e);
        }
        return list;
    }

    private static MessageRow message(Fields fields) throws SQLException {
        return new MessageRow(
                fields.number(),
                Direction.valueOf(fields.text()),
                MessageKind.valueOf(fields.text()),
                fields.stamp(),
                fields.number(),
                fields.numberOrNone(),
                fields.number(),
                fields.flag(),
                fields.text());
    }
}
