package io.jvmtap.cli;

import io.jvmtap.query.filter.Filter;
import io.jvmtap.record.CaptureReader;
import io.jvmtap.stats.CaptureStats;
import io.jvmtap.view.StatsText;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code jvmtap stats}: what the exchanges come to. */
@Command(
        name = "stats",
        description = {
            "Counts, errors, times, sizes and connections of exchanges, by host, method and path.",
            "Ids in paths are folded. With --compare: an earlier capture's > this one's."
        },
        preprocessor = FilterArguments.Dashes.class)
final class StatsCommand implements Callable<Integer> {
    @Mixin
    private CaptureOption capture;

    @Option(
            names = "--compare",
            paramLabel = "CAPTURE",
            description = "An earlier capture; the same filter holds for it.")
    private @Nullable Path earlier;

    @Option(names = "--json", description = "One JSON object a line; the last is of all.")
    private boolean json;

    @Mixin
    private FilterArguments filters;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() {
        Filter filter = filters.filter(spec.commandLine());
        Home home = Home.ofUser();
        CaptureStats now = capture.read(home, reader -> stats(reader, filter));
        CaptureStats before = earlier == null ? null : before(home, earlier, filter);
        List<String> lines = json ? StatsText.json(now, before) : StatsText.table(now, before);
        PrintWriter out = spec.commandLine().getOut();
        lines.forEach(out::println);
        out.flush();
        return CommandLine.ExitCode.OK;
    }

    private static CaptureStats before(Home home, Path earlier, Filter filter) {
        try (CaptureReader reader = CaptureReader.open(CaptureOption.named(earlier, home))) {
            return stats(reader, filter);
        } catch (IOException e) {
            throw CaptureOption.failure(e);
        }
    }

    private static CaptureStats stats(CaptureReader reader, Filter filter) throws IOException {
        CaptureStats stats = new CaptureStats();
        reader.rows(filter, stats::add);
        return stats;
    }
}
