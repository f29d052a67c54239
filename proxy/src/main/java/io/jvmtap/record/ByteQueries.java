package io.jvmtap.record;

import io.jvmtap.flow.Direction;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Recorded bytes, some pieces at a time: a body may be larger than memory, and a transaction must be short. */
final class ByteQueries {
    /** Pieces read in one transaction; a piece is what one read of a socket gave, 64 kB at the most. */
    private static final int PIECES = 32;

    private static final String CHUNKS = "SELECT id, at, nanos, bytes FROM chunks"
            + " WHERE exchange = ? AND direction = ? AND id > ? ORDER BY id LIMIT " + PIECES;
    private static final String SEGMENTS = "SELECT id, at, nanos, bytes FROM segments"
            + " WHERE connection = ? AND direction = ? AND id > ? ORDER BY id LIMIT " + PIECES;

    private final Connection database;

    ByteQueries(Connection database) {
        this.database = database;
    }

    void body(long exchange, Direction direction, CaptureReader.Pieces pieces) throws SQLException, IOException {
        read(CHUNKS, exchange, direction, pieces);
    }

    void stream(long connection, Direction direction, CaptureReader.Pieces pieces) throws SQLException, IOException {
        read(SEGMENTS, connection, direction, pieces);
    }

    private void read(String sql, long flow, Direction direction, CaptureReader.Pieces pieces)
            throws SQLException, IOException {
        try (PreparedStatement statement = database.prepareStatement(sql)) {
            statement.setLong(1, flow);
            statement.setString(2, direction.name());
            long last = 0;
            List<CaptureReader.Piece> page = new ArrayList<>();
            do {
                page.clear();
                statement.setLong(3, last);
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        Fields fields = new Fields(rows);
                        last = fields.number();
                        page.add(new CaptureReader.Piece(fields.stamp(), fields.bytes()));
                    }
                }
                // The transaction is over; whoever takes the pieces may take his time.
                for (CaptureReader.Piece piece : page) {
                    if (!pieces.take(piece)) {
                        return;
                    }
                }
            } while (page.size() == PIECES);
        }
    }
}
