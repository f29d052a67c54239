package io.jvmtap.record;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** The capture's notes on itself: the table {@code meta}, whose keys CAPTURE.md names. */
final class CaptureMeta {
    private CaptureMeta() {}

    static Map<String, String> read(Connection database) throws SQLException {
        Map<String, String> meta = new LinkedHashMap<>();
        try (Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery("SELECT key, value FROM meta")) {
            while (rows.next()) {
                meta.put(rows.getString(1), rows.getString(2));
            }
        }
        return meta;
    }

    /** @throws CaptureException if another living process writes this capture */
    static void begin(Path file, Connection database, String label, long startedMicros)
            throws SQLException, IOException {
        Map<String, String> meta = read(database);
        ProcessHandle self = ProcessHandle.current();
        if (written(meta) && number(meta, "pid") != self.pid()) {
            throw new CaptureException(
                    "process " + number(meta, "pid") + " is writing the capture " + file, "choose another file");
        }
        if (!meta.containsKey("started_at")) {
            put(database, "started_at", Long.toString(startedMicros));
            put(database, "label", label);
        }
        put(database, "pid", Long.toString(self.pid()));
        put(database, "pid_started", processStart(self));
        CaptureDatabase.run(database, "DELETE FROM meta WHERE key = 'ended_at'");
    }

    static void end(Connection database, long endedMicros) throws SQLException {
        put(database, "ended_at", Long.toString(endedMicros));
    }

    /** Counts flows that were removed, and notes the start of the last of them. */
    static void removed(Connection database, long exchanges, long connections, long untilMicros) throws SQLException {
        Map<String, String> meta = read(database);
        put(database, "removed_exchanges", Long.toString(number(meta, "removed_exchanges") + exchanges));
        put(database, "removed_connections", Long.toString(number(meta, "removed_connections") + connections));
        put(database, "removed_until", Long.toString(Math.max(number(meta, "removed_until"), untilMicros)));
    }

    static CaptureInfo.Removed removed(Map<String, String> meta) {
        return new CaptureInfo.Removed(
                number(meta, "removed_exchanges"), number(meta, "removed_connections"), number(meta, "removed_until"));
    }

    static Losses losses(Map<String, String> meta) {
        return new Losses(number(meta, "lost_events"), number(meta, "lost_bytes"));
    }

    static long number(Map<String, String> meta, String key) {
        try {
            return Long.parseLong(meta.getOrDefault(key, "0"));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** Whether the process that opened the capture for writing still runs and has not closed it. */
    static boolean written(Map<String, String> meta) {
        return !meta.containsKey("ended_at")
                && meta.containsKey("pid")
                && ProcessHandle.of(number(meta, "pid"))
                        .filter(ProcessHandle::isAlive)
                        // Process ids are used again; the start time tells whether it is still the same process.
                        .filter(process -> processStart(process).equals(meta.get("pid_started")))
                        .isPresent();
    }

    static CaptureInfo.State state(Map<String, String> meta) {
        return written(meta)
                ? CaptureInfo.State.RUNNING
                : meta.containsKey("ended_at") ? CaptureInfo.State.CLOSED : CaptureInfo.State.CUT_OFF;
    }

    /** Notes what several captures have become. */
    static void merged(Connection database, String label, long startedMicros, long endedMicros) throws SQLException {
        put(database, "label", label);
        put(database, "started_at", Long.toString(startedMicros));
        put(database, "ended_at", Long.toString(endedMicros));
    }

    /** Notes losses before the end: it may never come. */
    static void lost(Connection database, Losses all) throws SQLException {
        put(database, "lost_events", Long.toString(all.events()));
        put(database, "lost_bytes", Long.toString(all.bytes()));
    }

    private static String processStart(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toString).orElse("unknown");
    }

    private static void put(Connection database, String key, String value) throws SQLException {
        try (PreparedStatement statement =
                database.prepareStatement("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)")) {
            statement.setString(1, key);
            statement.setString(2, value);
            statement.executeUpdate();
        }
    }
}
