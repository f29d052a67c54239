package io.jvmtap.cli;

import io.jvmtap.record.CaptureLimits;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How much a capture keeps. */
final class LimitOptions {
    @Option(
            names = "--body-limit",
            paramLabel = "SIZE",
            converter = Amounts.Size.class,
            description = "Record so much of a body, and of a stream each way. Default: 64M.")
    long body = CaptureLimits.USUAL_BODY;

    @Option(
            names = "--max-size",
            paramLabel = "SIZE",
            converter = Amounts.Size.class,
            description = "Remove the oldest when the capture is larger. Default: 5G, or a tenth of the free disk.")
    @Nullable
    Long size;

    @Option(
            names = "--max-age",
            paramLabel = "AGE",
            converter = Amounts.Age.class,
            description = "Remove what is older, such as 12h or 7d. Default: nothing.")
    @Nullable
    Duration age;

    /** @param capture null where nothing is recorded */
    CaptureLimits limits(@Nullable Path capture) {
        if (capture == null) {
            return CaptureLimits.NONE;
        }
        long file = size == null ? CaptureLimits.usualFile(capture) : Math.max(size, CaptureLimits.LEAST_FILE);
        return new CaptureLimits(body, file, age);
    }
}
