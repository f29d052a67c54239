package io.jvmtap.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvmtap.query.ConnectionDetail;
import io.jvmtap.query.LogRow;
import io.jvmtap.query.RowFilter;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Captures of every version that was ever released must open. They stay in {@code captures/} as they were. */
@NullUnmarked // an unexpected null fails the test, as it should
class GoldenCaptureTest {
    @TempDir
    Path directory;

    @Test
    void aCaptureOfVersion1OpensAndSaysWhatItSaid() throws Exception {
        Path file = directory.resolve("version-1.jvmtap");
        try (InputStream golden = getClass().getResourceAsStream("/captures/version-1.jvmtap")) {
            Files.copy(golden, file);
        }
        Path fresh = SampleCapture.write(directory.resolve("fresh.jvmtap"));
        try (CaptureReader old = CaptureReader.open(file);
                CaptureReader now = CaptureReader.open(fresh)) {
            List<LogRow> rows = old.last(100, RowFilter.ALL);
            assertEquals(now.last(100, RowFilter.ALL), rows);
            assertEquals(
                    List.of("1", "2", "3", "c2", "c3", "b1"),
                    rows.stream().map(LogRow::id).toList());
            assertEquals(now.exchange(1).heads(), old.exchange(1).heads());
            ConnectionDetail connection = old.connection(1);
            assertEquals(now.connection(1).lookup(), connection.lookup());
            assertEquals(now.connection(1).verdicts(), connection.verdicts());
            assertEquals("billing", old.info().label());
        }
    }

    @Test
    void aCaptureOfAnEarlierVersionIsFoldedButNotContinued() throws Exception {
        Path file = directory.resolve("version-1.jvmtap");
        try (InputStream golden = getClass().getResourceAsStream("/captures/version-1.jvmtap")) {
            Files.copy(golden, file);
        }
        byte[] before = Files.readAllBytes(file);
        assertTrue(CaptureFiles.fold(file));
        CaptureException refused = assertThrows(CaptureException.class, () -> CaptureDatabase.write(file));
        assertEquals("record in a new file", refused.remedy());
        try (CaptureReader reader = CaptureReader.open(file)) {
            assertEquals(6, reader.last(100, RowFilter.ALL).size());
        }
        assertEquals(before.length, Files.size(file));
    }

    @Test
    void anySqlToolFindsTheHeaderLinesOneARow() throws Exception {
        Path file = SampleCapture.write(directory.resolve("a.jvmtap"));
        try (var database = CaptureDatabase.read(file);
                var statement = database.createStatement();
                var rows = statement.executeQuery(
                        "SELECT part, position, name, value FROM headers WHERE exchange = 1 AND name LIKE 'c%'"
                                + " ORDER BY part, position")) {
            rows.next();
            assertEquals("request 2 Cookie session=abc; theme=dark", row(rows));
            rows.next();
            assertEquals("request 3 Content-Type application/x-www-form-urlencoded", row(rows));
            rows.next();
            assertEquals("response 0 Content-Type application/json", row(rows));
        }
    }

    private static String row(java.sql.ResultSet rows) throws java.sql.SQLException {
        return rows.getString(1) + " " + rows.getInt(2) + " " + rows.getString(3) + " " + rows.getString(4);
    }
}
