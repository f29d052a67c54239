package io.jvmtap.cli;

import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Where the capture of a run goes, and the HAR file that is made of it. */
final class CaptureOutput {
    private CaptureOutput() {}

    /** A new capture among the user's. */
    static Path fresh(Home home, String label) {
        String time =
                DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).format(ZonedDateTime.now());
        return home.captures().resolve(time + "-" + label + ".jvmtap");
    }

    static void writeHar(Path capture, Path har) {
        throw new CommandFailure("cannot write " + har, "the recorder is not in this build: " + capture);
    }
}
