package io.jvmtap.record;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes one capture with everything that several hold. Flows are numbered anew by their start, so that the log reads as if
 * one capture had been made of all.
 */
public final class CaptureMerge {
    /** Tables whose rows are numbered by start, and where that stands. */
    private static final Map<String, String> NUMBERED =
            Map.of("connections", "started_at", "exchanges", "started_at", "bypasses", "at");
    /** Which of them a column of another table names. */
    private static final Map<String, String> NAMED = Map.of("connection", "connections", "exchange", "exchanges");
    /** Copied as they are: what two captures know under the same key is the same. */
    private static final List<String> KEYED = List.of("programs", "coverage", "certificates", "call_sites", "offers");

    /** Of which an exchange has one row at most. */
    private static final List<String> BY_EXCHANGE = List.of("heads", "callers");

    private final Connection out;

    /** One capture to be copied, and the new numbers of its flows. */
    private record Source(Path file, Connection database, Map<String, Numbers> numbers) {}

    private CaptureMerge(Connection out) {
        this.out = out;
    }

    /**
     * @param target must not exist; is there whole, or not at all
     * @return how many exchanges it holds
     */
    public static long merge(Path target, List<Path> captures) throws IOException {
        if (Files.exists(target)) {
            throw new CaptureException(target + " exists", "name a file that does not");
        }
        List<Source> sources = new ArrayList<>();
        boolean done = false;
        try {
            for (Path file : captures) {
                sources.add(new Source(file, CaptureDatabase.read(file), new HashMap<>()));
                // As it is at this moment, should somebody be writing it.
                CaptureDatabase.run(sources.get(sources.size() - 1).database, "BEGIN");
            }
            try (Connection out = CaptureDatabase.write(target)) {
                long exchanges = new CaptureMerge(out).copy(sources);
                CaptureDatabase.fold(out);
                done = true;
                return exchanges;
            }
        } catch (SQLException e) {
            throw CaptureException.of(target, e);
        } finally {
            close(sources);
            if (!done) {
                for (String suffix : List.of("", "-wal", "-shm")) {
                    Files.deleteIfExists(Path.of(target + suffix));
                }
            }
        }
    }

    private static void close(List<Source> sources) throws IOException {
        for (Source source : sources) {
            try {
                source.database.close();
            } catch (SQLException e) {
                throw CaptureException.of(source.file, e);
            }
        }
    }

    private long copy(List<Source> sources) throws SQLException, IOException {
        CaptureDatabase.run(out, "BEGIN IMMEDIATE");
        for (String table : NUMBERED.keySet()) {
            number(table, sources);
        }
        List<String> tables = tables(out);
        for (Source source : sources) {
            try {
                for (String table : tables) {
                    if (!table.equals("meta") && tables(source.database).contains(table)) {
                        copy(table, source);
                    }
                }
            } catch (SQLException e) {
                throw CaptureException.of(source.file, e);
            }
        }
        meta(sources);
        CaptureDatabase.run(out, "COMMIT");
        return CaptureDatabase.number(out, "SELECT count(*) FROM exchanges");
    }

    /** Gives new numbers to the rows of all sources, by start. */
    private static void number(String table, List<Source> sources) throws SQLException {
        List<Numbers> all = new ArrayList<>();
        for (Source source : sources) {
            Numbers numbers = Numbers.of(source.database, table);
            source.numbers.put(table, numbers);
            all.add(numbers);
        }
        Numbers.number(all);
    }

    private void copy(String table, Source source) throws SQLException {
        List<String> columns = columns(out, table);
        columns.retainAll(columns(source.database, table));
        boolean keyed = KEYED.contains(table);
        if (!keyed && !NUMBERED.containsKey(table)) {
            // Rows of other tables get the next number, in their own order.
            columns.remove("id");
        }
        String names = String.join(", ", columns);
        String order = keyed ? "" : BY_EXCHANGE.contains(table) ? " ORDER BY exchange" : " ORDER BY id";
        try (PreparedStatement read = source.database.prepareStatement("SELECT " + names + " FROM " + table + order);
                Insert insert = new Insert(out, keyed ? "INSERT OR IGNORE" : "INSERT", table, names);
                ResultSet rows = read.executeQuery()) {
            Numbers[] renumbered = new Numbers[columns.size()];
            for (int i = 0; i < renumbered.length; i++) {
                String column = columns.get(i);
                String numbered = column.equals("id") && !keyed ? table : NAMED.getOrDefault(column, "");
                renumbered[i] = source.numbers.get(numbered);
            }
            while (rows.next()) {
                insert.reset();
                for (int i = 0; i < renumbered.length; i++) {
                    Object value = rows.getObject(i + 1);
                    insert.copy(
                            renumbered[i] == null || value == null
                                    ? value
                                    : (Long) renumbered[i].now(rows.getLong(i + 1)));
                }
                insert.run();
            }
        }
    }

    private void meta(List<Source> sources) throws SQLException {
        long started = Long.MAX_VALUE;
        long ended = 0;
        Losses losses = Losses.NONE;
        List<String> labels = new ArrayList<>();
        for (Source source : sources) {
            Map<String, String> meta = CaptureMeta.read(source.database);
            started = Math.min(started, CaptureMeta.number(meta, "started_at"));
            ended = Math.max(ended, CaptureMeta.number(meta, "ended_at"));
            losses = losses.plus(CaptureMeta.losses(meta));
            labels.add(meta.getOrDefault("label", ""));
            CaptureInfo.Removed removed = CaptureMeta.removed(meta);
            if (removed.exchanges() + removed.connections() > 0) {
                CaptureMeta.removed(out, removed.exchanges(), removed.connections(), removed.untilMicros());
            }
        }
        CaptureMeta.merged(out, String.join(", ", labels.stream().distinct().toList()), started, ended);
        if (losses.events() > 0) {
            CaptureMeta.lost(out, losses);
        }
    }

    private static List<String> tables(Connection database) throws SQLException {
        return strings(
                database, "SELECT name FROM main.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'");
    }

    private static List<String> columns(Connection database, String table) throws SQLException {
        return strings(database, "SELECT name FROM pragma_table_info('" + table + "')");
    }

    private static List<String> strings(Connection database, String query) throws SQLException {
        List<String> strings = new ArrayList<>();
        try (PreparedStatement statement = database.prepareStatement(query);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                strings.add(rows.getString(1));
            }
        }
        return strings;
    }

    /** Old and new numbers of one source's rows of one table. 24 bytes a row, so a million of them is little. */
    private static final class Numbers {
        private final long[] old;
        private final long[] started;
        private final long[] now;

        private Numbers(long[] old, long[] started) {
            this.old = old;
            this.started = started;
            now = new long[old.length];
        }

        static Numbers of(Connection database, String table) throws SQLException {
            int count = Math.toIntExact(CaptureDatabase.number(database, "SELECT count(*) FROM " + table));
            long[] old = new long[count];
            long[] started = new long[count];
            int at = 0;
            try (PreparedStatement statement = database.prepareStatement(
                            "SELECT id, " + NUMBERED.get(table) + " FROM " + table + " ORDER BY id");
                    ResultSet rows = statement.executeQuery()) {
                while (at < count && rows.next()) {
                    old[at] = rows.getLong(1);
                    started[at++] = rows.getLong(2);
                }
            }
            return new Numbers(old, started);
        }

        /** Each source's rows keep their order; among sources the earlier start comes first. */
        static void number(List<Numbers> all) {
            int[] at = new int[all.size()];
            for (long number = 1; ; number++) {
                int first = -1;
                for (int i = 0; i < at.length; i++) {
                    Numbers each = all.get(i);
                    if (at[i] < each.old.length
                            && (first < 0 || each.started[at[i]] < all.get(first).started[at[first]])) {
                        first = i;
                    }
                }
                if (first < 0) {
                    return;
                }
                all.get(first).now[at[first]++] = number;
            }
        }

        /** A row of which nobody knows the number belongs to nothing, as before. */
        long now(long number) {
            int at = Arrays.binarySearch(old, number);
            return at < 0 ? 0 : now[at];
        }
    }
}
