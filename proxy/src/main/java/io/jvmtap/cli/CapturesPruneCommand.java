package io.jvmtap.cli;

import io.jvmtap.record.CaptureFiles;
import io.jvmtap.record.CaptureInfo;
import io.jvmtap.record.CaptureReader;
import io.jvmtap.record.NativeLibrary;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code jvmtap captures prune}: deletes whole captures. What is being written, or is no capture, is never touched. */
@Command(
        name = "prune",
        description = {
            "Deletes captures: those older than an age, those beyond the newest so many, or, with both options,",
            "only those to which both apply. One that is being written stays."
        })
final class CapturesPruneCommand implements Callable<Integer> {
    @Option(
            names = "--older-than",
            paramLabel = "AGE",
            converter = Amounts.Age.class,
            description = "Those that were last written longer ago, such as 12h or 7d.")
    private @Nullable Duration age;

    @Option(names = "--keep", paramLabel = "N", description = "Keep the newest N in any case.")
    private @Nullable Integer keep;

    @Option(names = "--dry-run", description = "Only say what would be deleted.")
    private boolean dry;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() {
        if (age == null && keep == null) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "say which: --older-than AGE, --keep N, or both");
        }
        if (keep != null && keep < 0) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--keep must not be negative");
        }
        NativeLibrary.keepIn(Home.ofUser().natives());
        try {
            return prune(new CaptureFiles(Home.ofUser().captures()).list());
        } catch (IOException e) {
            throw CaptureOption.failure(e);
        }
    }

    private int prune(List<Path> captures) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        long bytes = 0;
        int count = 0;
        int position = 0;
        for (Path capture : captures) {
            boolean spared = keep != null && position++ < keep;
            if (spared || !old(capture) || !finished(capture)) {
                continue;
            }
            long size = Files.size(capture);
            if (!dry) {
                Files.delete(capture);
                Files.deleteIfExists(Path.of(capture + "-wal"));
                Files.deleteIfExists(Path.of(capture + "-shm"));
            }
            out.println((dry ? "would delete " : "deleted ") + capture.getFileName());
            bytes += size;
            count++;
        }
        out.println(count + (count == 1 ? " capture, " : " captures, ") + bytes / 1_000 + " kB");
        out.flush();
        return CommandLine.ExitCode.OK;
    }

    private boolean old(Path capture) throws IOException {
        return age == null
                || Files.getLastModifiedTime(capture)
                        .toInstant()
                        .isBefore(Clock.systemUTC().instant().minus(age));
    }

    private static boolean finished(Path capture) {
        try (CaptureReader reader = CaptureReader.open(capture)) {
            return reader.state() != CaptureInfo.State.RUNNING;
        } catch (IOException e) {
            // No capture of ours, or a damaged one: somebody may want to save what is left.
            return false;
        }
    }
}
