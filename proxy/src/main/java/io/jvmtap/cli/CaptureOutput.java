package io.jvmtap.cli;

import io.jvmtap.export.HarWriter;
import io.jvmtap.record.CaptureFiles;
import io.jvmtap.record.CaptureReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZonedDateTime;

/** Where the capture of a run goes, and the HAR file that is made of it. */
final class CaptureOutput {
    private CaptureOutput() {}

    /** A new capture among the user's. */
    static Path fresh(Home home, String label) {
        return new CaptureFiles(home.captures()).fresh(label, ZonedDateTime.now());
    }

    /** Without secrets: what a HAR file is made for is to be passed on. */
    static void writeHar(Path capture, Path har) {
        try (CaptureReader reader = CaptureReader.open(capture)) {
            HarWriter.write(reader, har, false);
        } catch (IOException e) {
            throw new CommandFailure(
                    "cannot write " + har + ": " + e.getMessage(), "jvmtap export -F har -c " + capture, e);
        }
    }
}
