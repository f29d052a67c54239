package io.jvmtap.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvmtap.query.LogRow;
import io.jvmtap.query.filter.FilterParser;
import io.jvmtap.view.NoteText;
import io.jvmtap.view.Terminal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptureNotesTest {
    @TempDir
    Path directory;

    @Test
    void rowsAreFoundByWhatWasSaidOfThem() throws Exception {
        Path capture = SampleCapture.write(directory.resolve("a.jvmtap"));
        CaptureNotes.mark(capture, "2", "red");
        CaptureNotes.comment(capture, "2", "why so long?");
        CaptureNotes.comment(capture, "c2", "the database");
        assertEquals(List.of("2"), found(capture, "~marked"));
        assertEquals(List.of("2", "c2"), found(capture, "~comment ."));
        assertEquals(List.of("c2"), found(capture, "~comment database"));
        assertEquals(List.of("2"), found(capture, "~marker red"));
        assertTrue(found(capture, "!~marked").size() > 3);
        try (CaptureReader reader = CaptureReader.open(capture)) {
            LogRow row = reader.exchangesAfter(1, 1).get(0);
            assertEquals("* red: why so long?", NoteText.of(reader.note(row), Terminal.NONE));
        }
        try (var files = Files.list(directory)) {
            assertEquals(1, files.count(), "the capture stays a single file");
        }
        CaptureNotes.mark(capture, "2", null);
        assertEquals(List.of(), found(capture, "~marked"));
        assertEquals(List.of("2"), found(capture, "~comment long"));
    }

    @Test
    void aNoteGoesWithItsRowIntoAMergedCapture() throws Exception {
        Path first = SampleCapture.write(directory.resolve("a.jvmtap"));
        Path second = SampleCapture.write(directory.resolve("b.jvmtap"));
        CaptureNotes.mark(second, "3", "green");
        CaptureNotes.comment(second, "c2", "the database");
        Path merged = directory.resolve("m.jvmtap");
        CaptureMerge.merge(merged, List.of(first, second));
        assertEquals(List.of("6"), found(merged, "~marked"));
        assertEquals(List.of("c4"), found(merged, "~comment database"));
    }

    @Test
    void aRowThatIsNotThereCannotBeMarked() throws Exception {
        Path capture = SampleCapture.write(directory.resolve("a.jvmtap"));
        assertThrows(CaptureException.class, () -> CaptureNotes.mark(capture, "99", "red"));
        assertThrows(CaptureException.class, () -> CaptureNotes.mark(directory.resolve("none"), "1", "red"));
    }

    private static List<String> found(Path capture, String filter) throws Exception {
        List<String> ids = new ArrayList<>();
        try (CaptureReader reader = CaptureReader.open(capture)) {
            reader.rows(FilterParser.parse(filter), row -> ids.add(row.id()));
        }
        return ids;
    }
}
