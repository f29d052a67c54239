package io.jvmtap.cli;

import io.jvmtap.query.LogRow;
import io.jvmtap.query.RowFilter;
import io.jvmtap.record.CaptureInfo;
import io.jvmtap.record.CaptureReader;
import io.jvmtap.view.RowJson;
import io.jvmtap.view.RowLine;
import io.jvmtap.view.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jvmtap log}: the rows of a capture, one a line. */
@Command(name = "log", description = "Lists what a capture holds, oldest first.")
final class LogCommand implements Callable<Integer> {
    @Mixin
    private CaptureOption capture;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on as the capture grows, until its program has ended.")
    private boolean follow;

    @Option(names = "-n", paramLabel = "N", description = "Only the last N rows.")
    private @Nullable Integer last;

    @Option(names = "--json", description = "One JSON object a line.")
    private boolean json;

    @Parameters(
            paramLabel = "WORD",
            description = "Only rows that have all these words in method, host, path or status.")
    private List<String> words = List.of();

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() {
        if (last != null && last < 0) {
            throw new CommandLine.ParameterException(spec.commandLine(), "-n must not be negative");
        }
        RowLine line = new RowLine(Terminal.of(1, System.getenv()), ZoneId.systemDefault());
        Function<LogRow, String> form = json ? RowJson::of : line::of;
        return capture.read(
                Home.ofUser(), reader -> list(reader, form, spec.commandLine().getOut()));
    }

    private int list(CaptureReader reader, Function<LogRow, String> form, PrintWriter out) throws IOException {
        RowFilter filter = RowFilter.words(words);
        CaptureReader.Mark mark = reader.mark();
        AtomicBoolean any = new AtomicBoolean();
        LogFollower follower = new LogFollower(reader, filter, row -> {
            any.set(true);
            out.println(form.apply(row));
        });
        if (last != null) {
            reader.last(last, filter).forEach(follower::list);
        } else {
            reader.rows(filter, follower::list);
        }
        out.flush();
        if (!any.get() && !follow) {
            String what = words.isEmpty() ? "nothing was seen" : "nothing that matches";
            spec.commandLine()
                    .getErr()
                    .println("jvmtap: " + what + " in " + reader.file().getFileName()
                            + "; other captures: jvmtap captures");
            spec.commandLine().getErr().flush();
        }
        while (follow && !out.checkError()) {
            boolean over = reader.info().state() != CaptureInfo.State.RUNNING;
            mark = follower.more(mark);
            out.flush();
            if (over) {
                break;
            }
        }
        return CommandLine.ExitCode.OK;
    }
}
