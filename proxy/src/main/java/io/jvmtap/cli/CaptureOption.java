package io.jvmtap.cli;

import io.jvmtap.query.filter.RegexOverrun;
import io.jvmtap.record.CaptureException;
import io.jvmtap.record.CaptureFiles;
import io.jvmtap.record.CaptureReader;
import io.jvmtap.record.NativeLibrary;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code -c}: which capture to read. */
final class CaptureOption {
    @Option(
            names = {"-c", "--capture"},
            paramLabel = "CAPTURE",
            description = "A capture file, or the name of one that `jvmtap captures` lists; default: the newest.")
    private @Nullable Path capture;

    /** Runs a question on the capture; what fails on the way is told in one line. */
    <T> T read(Home home, Question<T> question) {
        NativeLibrary.keepIn(home.natives());
        try (CaptureReader reader = CaptureReader.open(chosen(home))) {
            return question.ask(reader);
        } catch (IOException e) {
            throw failure(e);
        } catch (RegexOverrun e) {
            throw new CommandFailure(
                    String.valueOf(e.getMessage()), "make it simpler, or narrow the rest of the filter", e);
        }
    }

    /** Changes the capture itself. */
    void change(Home home, Change change) {
        NativeLibrary.keepIn(home.natives());
        try {
            change.make(chosen(home));
        } catch (IOException e) {
            throw failure(e);
        }
    }

    interface Change {
        void make(Path file) throws IOException;
    }

    interface Question<T> {
        T ask(CaptureReader reader) throws IOException;
    }

    static CommandFailure failure(IOException e) {
        String problem = e.getMessage() == null || e instanceof FileSystemException ? e.toString() : e.getMessage();
        if (e instanceof NoSuchFileException) {
            problem = "there is no directory for " + e.getMessage();
        }
        return new CommandFailure(
                problem, e instanceof CaptureException ours ? ours.remedy() : "check the disk and the permissions", e);
    }

    private Path chosen(Home home) throws IOException {
        CaptureFiles files = new CaptureFiles(home.captures());
        if (capture == null) {
            Path newest = files.newest();
            if (newest == null) {
                throw new CommandFailure("there is no capture yet", "make one with: jvmtap run -- java ...");
            }
            return newest;
        }
        return named(capture, home);
    }

    /** A capture file, or the one among the user's captures that has this name. */
    static Path named(Path capture, Home home) throws IOException {
        if (!Files.exists(capture) && capture.getNameCount() == 1) {
            for (Path known : new CaptureFiles(home.captures()).list()) {
                String name = known.getFileName().toString();
                if (name.equals(capture.toString()) || name.equals(capture + CaptureFiles.SUFFIX)) {
                    return known;
                }
            }
        }
        return capture;
    }
}
