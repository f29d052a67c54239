package io.jvmtap.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.jvmtap.flow.Stamp;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptureFilesTest {
    private static final ZonedDateTime NOON = ZonedDateTime.of(2026, 11, 23, 12, 0, 0, 0, ZoneId.of("Europe/Berlin"));

    @TempDir
    Path directory;

    @Test
    void aNameSaysWhenAndWhatAndIsNeverTakenTwice() throws Exception {
        CaptureFiles files = new CaptureFiles(directory);
        Path first = files.fresh("my app: ../v1", NOON);
        assertEquals("20261123-120000-my-app-..-v1.jvmtap", first.getFileName().toString());
        Files.createFile(first);
        assertEquals(
                "20261123-120000-my-app-..-v1-2.jvmtap",
                files.fresh("my app: ../v1", NOON).getFileName().toString());
        assertEquals(
                "20261123-120000.jvmtap", files.fresh("...", NOON).getFileName().toString());
    }

    @Test
    void theNewestIsTheOneThatWasStartedLastWhateverItsName() throws Exception {
        CaptureFiles files = new CaptureFiles(directory.resolve("captures"));
        assertNull(files.newest());
        Path beforeSummerTimeEnds = start("20261025-025900-a.jvmtap", 1_000);
        assertEquals(beforeSummerTimeEnds, files.newest());
        Path after = start("20261025-020100-b.jvmtap", 2_000);
        assertEquals(List.of(beforeSummerTimeEnds, after), files.list());
        assertEquals(after, files.newest());
        Files.writeString(directory.resolve("captures").resolve("20270101-000000-junk.jvmtap"), "junk");
        assertEquals(after, files.newest());
    }

    @Test
    void aCaptureThatIsBeingWrittenIsNotFolded() throws Exception {
        Path file = directory.resolve("a.jvmtap");
        try (CaptureWriter writer = CaptureWriter.open(file, "a", Traffic.ticking(), System.err::println)) {
            new Traffic(writer, writer.ids(), Traffic.ticking()).bypass("a.example", "excluded");
            writer.flush();
            assertFalse(CaptureFiles.fold(file));
        }
    }

    private Path start(String name, long micros) throws Exception {
        Path file = directory.resolve("captures").resolve(name);
        CaptureWriter.open(file, name, () -> new Stamp(micros, micros), System.err::println)
                .close();
        return file;
    }
}
