package io.jvmtap.record;

import io.jvmtap.query.RowNote;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What people say of rows, kept in the capture: also while another process writes it. */
public final class CaptureNotes {
    private CaptureNotes() {}

    /**
     * Marks a row, or takes its mark away.
     *
     * @param id as the log has it, of an exchange or a connection
     * @param colour null for none
     * @throws CaptureException if there is no such row, or the capture cannot be written
     */
    public static void mark(Path file, String id, @Nullable String colour) throws IOException {
        set(file, id, "mark", colour);
    }

    /** The same with a comment. */
    public static void comment(Path file, String id, @Nullable String text) throws IOException {
        set(file, id, "comment", text);
    }

    private static void set(Path file, String id, String column, @Nullable String value) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new CaptureException("there is no capture " + file, "list the captures with: jvmtap captures");
        }
        boolean connection = id.startsWith("c");
        long number = Long.parseLong(connection ? id.substring(1) : id);
        String kind = connection ? "connection" : "exchange";
        try (Connection database = CaptureDatabase.write(file)) {
            if (CaptureDatabase.number(database, "SELECT count(*) FROM " + kind + "s WHERE id = " + number) == 0) {
                throw new CaptureException(
                        "there is no flow " + id + " in " + file.getFileName(), "list them with: jvmtap log");
            }
            try (PreparedStatement statement = database.prepareStatement("INSERT INTO notes (" + kind + ", " + column
                    + ") VALUES (?, ?) ON CONFLICT (" + kind + ") DO UPDATE SET " + column + " = excluded." + column)) {
                statement.setLong(1, number);
                statement.setString(2, value);
                statement.executeUpdate();
            }
            CaptureDatabase.run(database, "DELETE FROM notes WHERE mark IS NULL AND comment IS NULL");
            CaptureDatabase.fold(database);
        } catch (SQLException e) {
            throw CaptureException.of(file, e);
        }
    }

    /** All of them, by the id of their row: few, for people write them. */
    static Map<String, RowNote> all(Connection database) throws SQLException {
        Map<String, RowNote> notes = new HashMap<>();
        try (Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery("SELECT exchange, connection, mark, comment FROM notes")) {
            while (rows.next()) {
                String exchange = rows.getString(1);
                String id = exchange == null ? "c" + rows.getString(2) : exchange;
                notes.put(id, new RowNote(rows.getString(3), rows.getString(4)));
            }
        }
        return notes;
    }
}
