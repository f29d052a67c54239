package io.jvmtap.record;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How much is kept. What is beyond is left out, and counted.
 *
 * @param bodyBytes of one body, or of one direction of an opaque stream; the rest is cut off
 * @param fileBytes of the whole file; the oldest flows that have ended are removed
 * @param age flows that started longer ago are removed, once they have ended; null for no limit
 */
public record CaptureLimits(
        long bodyBytes, long fileBytes, @Nullable Duration age) {
    /** Large enough for what programs send each other, small enough that a download does not fill the disk. */
    public static final long USUAL_BODY = 64_000_000;
    /** What the largest captures are that people still handle with ease. */
    private static final long USUAL_FILE = 5_000_000_000L;
    /** One part in so many of the disk's free space, where that is less. */
    private static final long PART_OF_DISK = 10;
    /** Below this a file holds little more than its own tables. */
    public static final long LEAST_FILE = 1_000_000;

    public static final CaptureLimits NONE = new CaptureLimits(Long.MAX_VALUE, Long.MAX_VALUE, null);

    /** The usual size of a file at this place: 5 GB, or a tenth of what the disk has free. */
    public static long usualFile(Path file) {
        Path directory = file.toAbsolutePath().getParent();
        while (directory != null && !Files.isDirectory(directory)) {
            directory = directory.getParent();
        }
        try {
            long free = directory == null
                    ? Long.MAX_VALUE
                    : Files.getFileStore(directory).getUsableSpace();
            return Math.max(LEAST_FILE, Math.min(USUAL_FILE, free / PART_OF_DISK));
        } catch (IOException e) {
            // A file system that cannot be asked; writing to it will show what is wrong.
            return USUAL_FILE;
        }
    }
}
