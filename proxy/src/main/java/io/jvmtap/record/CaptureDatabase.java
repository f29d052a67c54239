package io.jvmtap.record;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;

/** Opens capture files: makes new ones private, and refuses what is not a capture of ours. */
final class CaptureDatabase {
    /** {@code PRAGMA user_version} of the schema that this program writes; it reads this one and all before it. */
    static final int VERSION = 2;
    /** {@code PRAGMA application_id}: "JTAP". It stands at offset 68 of the file, where {@code file} looks too. */
    static final int APPLICATION_ID = 0x4A544150;
    /** How long to wait for another process's lock: checkpoints of big logs take a second or two on slow disks. */
    private static final int BUSY_MILLIS = 5_000;
    /** Pages in the log (16 MiB) before they are copied into the database; larger means fewer syncs. */
    private static final int CHECKPOINT_PAGES = 4_096;

    private CaptureDatabase() {}

    /** Opens for writing; creates file and directory, private to the user, where they do not exist. */
    static Connection write(Path file) throws IOException {
        Connection database = change(file);
        try {
            if (number(database, "PRAGMA user_version") == VERSION) {
                return database;
            }
            database.close();
        } catch (SQLException e) {
            throw CaptureException.of(file, e);
        }
        throw new CaptureException(file + " was begun by an older jvmtap, in another format", "record in a new file");
    }

    /** Opens a capture of any known version, to change the file and not what it says. */
    static Connection change(Path file) throws IOException {
        boolean fresh = create(file);
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_MILLIS);
        // The driver would look for the key of every row inserted, with a regular expression over the statement.
        config.setGetGeneratedKeys(false);
        try {
            Connection database = config.createConnection(url(file));
            try {
                if (fresh || Files.size(file) == 0) {
                    lay(database);
                } else {
                    version(file, database);
                }
                run(
                        database,
                        "PRAGMA journal_mode = WAL",
                        "PRAGMA synchronous = NORMAL",
                        "PRAGMA wal_autocheckpoint = " + CHECKPOINT_PAGES);
            } catch (SQLException | IOException | RuntimeException e) {
                database.close();
                throw e;
            }
            return database;
        } catch (SQLException e) {
            throw CaptureException.of(file, e);
        }
    }

    /** Opens for reading, beside a writer or after one that was killed. */
    static Connection read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new CaptureException("there is no capture " + file, "list the captures with: jvmtap captures");
        }
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(BUSY_MILLIS);
        try {
            Connection database = config.createConnection(url(file));
            try {
                for (long version = version(file, database); version < VERSION; version++) {
                    runAll(database, "compat-" + version + ".sql");
                }
            } catch (SQLException | IOException e) {
                database.close();
                throw e;
            }
            return database;
        } catch (SQLException e) {
            throw CaptureException.of(file, e);
        }
    }

    /**
     * Copies the log into the database and leaves a single file. Works only while nobody else has it open.
     *
     * @return whether a single file is left
     */
    static boolean fold(Connection database) throws SQLException {
        run(database, "PRAGMA wal_checkpoint(TRUNCATE)");
        try {
            run(database, "PRAGMA journal_mode = DELETE");
            return true;
        } catch (SQLException e) {
            if (CaptureException.is(e, org.sqlite.SQLiteErrorCode.SQLITE_BUSY)) {
                return false;
            }
            throw e;
        }
    }

    static void run(Connection database, String... statements) throws SQLException {
        try (Statement statement = database.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    static long number(Connection database, String query) throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            return result.next() ? result.getLong(1) : 0;
        }
    }

    /** SQLite gives its log and shared memory files the mode of the database, so that mode must be right first. */
    private static boolean create(Path file) throws IOException {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        Path directory = file.toAbsolutePath().getParent();
        if (directory != null && !Files.isDirectory(directory)) {
            Files.createDirectories(directory, mode(posix, "rwx------"));
        }
        try {
            Files.createFile(file, mode(posix, "rw-------"));
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    private static FileAttribute<?>[] mode(boolean posix, String permissions) {
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private static void lay(Connection database) throws SQLException, IOException {
        // Outside the transaction: SQLite takes this setting only before the first table exists.
        run(database, "PRAGMA auto_vacuum = INCREMENTAL", "BEGIN IMMEDIATE");
        runAll(database, "schema.sql");
        run(database, "PRAGMA application_id = " + APPLICATION_ID, "PRAGMA user_version = " + VERSION, "COMMIT");
    }

    private static void runAll(Connection database, String resource) throws SQLException, IOException {
        try (InputStream in = CaptureDatabase.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException(resource + " is missing from the program");
            }
            String script = new String(in.readAllBytes(), StandardCharsets.UTF_8).replaceAll("(?m)^--.*$", "");
            for (String statement : script.split(";\\s*\n")) {
                if (!statement.isBlank()) {
                    run(database, statement);
                }
            }
        }
    }

    private static long version(Path file, Connection database) throws SQLException, IOException {
        if (number(database, "PRAGMA application_id") != APPLICATION_ID) {
            throw CaptureException.notACapture(file);
        }
        long version = number(database, "PRAGMA user_version");
        if (version > VERSION) {
            throw new CaptureException(
                    file + " was written by a newer jvmtap (format " + version + ", known: " + VERSION + ")",
                    "open it with that version");
        }
        return version;
    }

    /** As a URI, so that every character can stand in a path; the driver would cut a plain one at a question mark. */
    private static String url(Path file) {
        return "jdbc:sqlite:file:" + file.toAbsolutePath().toUri().getRawPath();
    }
}
