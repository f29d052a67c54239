package io.jvmtap.record;

import io.jvmtap.flow.Direction;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Recorded bytes, some pieces at a time: a body may be larger than memory, and a transaction must be short. */
final class ByteQueries {
    /** Pieces read in one transaction; a piece is what one read of a socket gave, 64 kB at the most. */
    private static final int PIECES = 32;

    private static final String CHUNKS = "SELECT id, at, nanos, bytes FROM chunks"
            + " WHERE exchange = ? AND direction = ? AND id > ? ORDER BY id LIMIT " + PIECES;
    private static final String SEGMENTS = "SELECT id, at, nanos, bytes FROM segments"
            + " WHERE connection = ? AND direction = ? AND id > ? ORDER BY id LIMIT " + PIECES;

    private final Path file;
    private final Connection database;
    /** Kept, for a search reads a million bodies with them. A page is read to its end, so one of each is enough. */
    private final Map<String, PreparedStatement> statements = new HashMap<>();

    ByteQueries(Path file, Connection database) {
        this.file = file;
        this.database = database;
    }

    Pages body(long exchange, Direction direction) {
        return new Pages(CHUNKS, exchange, direction);
    }

    Pages stream(long connection, Direction direction) {
        return new Pages(SEGMENTS, connection, direction);
    }

    void segments(long connection, CaptureReader.Segments taker) throws IOException {
        Pages out = stream(connection, Direction.OUT);
        Pages in = stream(connection, Direction.IN);
        Deque<CaptureReader.Piece> sent = new ArrayDeque<>(out.next());
        Deque<CaptureReader.Piece> got = new ArrayDeque<>(in.next());
        boolean more = true;
        while (more && !(sent.isEmpty() && got.isEmpty())) {
            boolean first = got.isEmpty()
                    || !sent.isEmpty()
                            && sent.element().at().nanos() <= got.element().at().nanos();
            more = first ? taker.take(Direction.OUT, sent.remove()) : taker.take(Direction.IN, got.remove());
            if (sent.isEmpty()) {
                sent.addAll(out.next());
            }
            if (got.isEmpty()) {
                got.addAll(in.next());
            }
        }
    }

    private PreparedStatement statement(String sql) throws SQLException {
        PreparedStatement statement = statements.get(sql);
        if (statement == null) {
            statement = database.prepareStatement(sql);
            statements.put(sql, statement);
        }
        return statement;
    }

    /** The bytes of one direction of one flow. */
    final class Pages {
        private final String sql;
        private final long flow;
        private final Direction direction;
        private long last;
        private boolean dry;

        private Pages(String sql, long flow, Direction direction) {
            this.sql = sql;
            this.flow = flow;
            this.direction = direction;
        }

        /** Empty at the end. */
        List<CaptureReader.Piece> next() throws IOException {
            List<CaptureReader.Piece> page = new ArrayList<>();
            if (dry) {
                return page;
            }
            try {
                PreparedStatement statement = statement(sql);
                statement.setLong(1, flow);
                statement.setString(2, direction.name());
                statement.setLong(3, last);
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        Fields fields = new Fields(rows);
                        last = fields.number();
                        page.add(new CaptureReader.Piece(fields.stamp(), fields.bytes()));
                    }
                }
            } catch (SQLException e) {
                throw CaptureException.of(file, e);
            }
            dry = page.size() < PIECES;
            return page;
        }

        InputStream asStream() {
            return new PieceStream(this);
        }
    }

    private static final class PieceStream extends InputStream {
        private final Pages pages;
        private List<CaptureReader.Piece> page = List.of();
        private int piece;
        private int at;

        PieceStream(Pages pages) {
            this.pages = pages;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            while (piece == page.size() || at == page.get(piece).bytes().length) {
                at = 0;
                if (++piece >= page.size()) {
                    page = pages.next();
                    piece = 0;
                    if (page.isEmpty()) {
                        return -1;
                    }
                }
            }
            byte[] bytes = page.get(piece).bytes();
            int count = Math.min(length, bytes.length - at);
            System.arraycopy(bytes, at, into, offset, count);
            at += count;
            return count;
        }
    }
}
