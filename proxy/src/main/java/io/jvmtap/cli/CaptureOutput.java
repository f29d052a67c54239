package io.jvmtap.cli;

import io.jvmtap.record.CaptureFiles;
import java.nio.file.Path;
import java.time.ZonedDateTime;

/** Where the capture of a run goes, and the HAR file that is made of it. */
final class CaptureOutput {
    private CaptureOutput() {}

    /** A new capture among the user's. */
    static Path fresh(Home home, String label) {
        return new CaptureFiles(home.captures()).fresh(label, ZonedDateTime.now());
    }

    static void writeHar(Path capture, Path har) {
        throw new CommandFailure("cannot write " + har, "the recorder is not in this build: " + capture);
    }
}
