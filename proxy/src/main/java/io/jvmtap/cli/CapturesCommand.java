package io.jvmtap.cli;

import io.jvmtap.record.CaptureFiles;
import io.jvmtap.record.CaptureInfo;
import io.jvmtap.record.CaptureReader;
import io.jvmtap.record.NativeLibrary;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code jvmtap captures}: what captures there are. One whose process was killed is made a single file on the way. */
@Command(
        name = "captures",
        description = "Lists the captures, newest first; removes old ones, and makes one of several.",
        subcommands = {CapturesCommand.ListAll.class, CapturesPruneCommand.class, CapturesMergeCommand.class})
final class CapturesCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() {
        return list(spec.commandLine().getOut());
    }

    /** The same under a name of its own. */
    @Command(name = "list", description = "Lists the captures, newest first.")
    static final class ListAll implements Callable<Integer> {
        @CommandLine.Spec
        private CommandLine.Model.CommandSpec spec;

        @Override
        public Integer call() {
            return list(spec.commandLine().getOut());
        }
    }

    private static int list(PrintWriter out) {
        NativeLibrary.keepIn(Home.ofUser().natives());
        try {
            for (Path capture : new CaptureFiles(Home.ofUser().captures()).list()) {
                out.println(line(capture));
            }
        } catch (IOException e) {
            throw CaptureOption.failure(e);
        }
        out.flush();
        return CommandLine.ExitCode.OK;
    }

    /** A capture that cannot be read has a line too: it says why. */
    private static String line(Path capture) {
        String name = capture.getFileName().toString();
        try {
            CaptureInfo info = info(capture);
            if (info.state() == CaptureInfo.State.CUT_OFF && Files.exists(Path.of(capture + "-wal"))) {
                CaptureFiles.fold(capture);
            }
            String state = info.state().name().toLowerCase(Locale.ROOT).replace('_', ' ');
            String lost =
                    info.losses().events() == 0 ? "" : ", " + info.losses().events() + " events lost";
            String removed = info.removed().exchanges() == 0
                    ? ""
                    : ", " + info.removed().exchanges() + " older exchanges removed";
            return String.format(
                    Locale.ROOT,
                    "%-50s  %7d exchanges  %6d kB  %s%s%s",
                    name,
                    info.exchanges(),
                    Files.size(capture) / 1_000,
                    state,
                    lost,
                    removed);
        } catch (IOException e) {
            return String.format(Locale.ROOT, "%-50s  unreadable: %s", name, e.getMessage());
        }
    }

    private static CaptureInfo info(Path capture) throws IOException {
        try (CaptureReader reader = CaptureReader.open(capture)) {
            return reader.info();
        }
    }
}
