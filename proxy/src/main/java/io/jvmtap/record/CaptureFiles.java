package io.jvmtap.record;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The directory where captures live, and their names: {@code 20261123-181341-billing.jvmtap}, in local time. */
public final class CaptureFiles {
    public static final String SUFFIX = ".jvmtap";

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT);
    private static final int LONGEST_LABEL = 40;
    /**
     * Captures whose own start time is asked for. Names sort by local time, which jumps where summer time ends; beyond
     * these few a jump no longer matters.
     */
    private static final int ASKED = 8;

    private final Path directory;

    public CaptureFiles(Path directory) {
        this.directory = directory;
    }

    /** A path for a capture that starts now; nobody else has it. The file does not exist yet. */
    public Path fresh(String label, ZonedDateTime now) {
        StringBuilder name = new StringBuilder(TIME.format(now));
        String plain = label.replaceAll("[^A-Za-z0-9._-]+", "-").replaceAll("^[-.]+|[-.]+$", "");
        if (!plain.isEmpty()) {
            name.append('-').append(plain, 0, Math.min(plain.length(), LONGEST_LABEL));
        }
        Path file = directory.resolve(name + SUFFIX);
        for (int again = 2; Files.exists(file); again++) {
            file = directory.resolve(name + "-" + again + SUFFIX);
        }
        return file;
    }

    /** All captures, by name, newest first. */
    public List<Path> list() throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> captures = new ArrayList<>(
                    files.filter(file -> file.getFileName().toString().endsWith(SUFFIX))
                            .toList());
            captures.sort(Collections.reverseOrder());
            return captures;
        }
    }

    /** The capture that was started last; null where there is none. */
    public @Nullable Path newest() throws IOException {
        List<Path> captures = list();
        Path newest = captures.isEmpty() ? null : captures.get(0);
        long newestStart = Long.MIN_VALUE;
        for (Path capture :
                captures.size() < 2 ? List.<Path>of() : captures.subList(0, Math.min(ASKED, captures.size()))) {
            long start = started(capture);
            if (start > newestStart) {
                newest = capture;
                newestStart = start;
            }
        }
        return newest;
    }

    /**
     * Makes a single file of a capture whose process was killed. One that is being written is left alone.
     *
     * @return whether a single file is left
     */
    public static boolean fold(Path capture) throws IOException {
        try (CaptureReader reader = CaptureReader.open(capture)) {
            if (reader.info().state() == CaptureInfo.State.RUNNING) {
                return false;
            }
        }
        try (Connection database = CaptureDatabase.change(capture)) {
            return CaptureDatabase.fold(database);
        } catch (SQLException e) {
            throw CaptureException.of(capture, e);
        }
    }

    private static long started(Path capture) {
        try (CaptureReader reader = CaptureReader.open(capture)) {
            return reader.startedMicros();
        } catch (IOException e) {
            // It will be told in full to whoever opens it; here it is merely not the newest.
            return Long.MIN_VALUE;
        }
    }
}
