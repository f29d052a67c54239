package io.jvmtap.cli;

import io.jvmtap.query.ExchangeRow;
import io.jvmtap.query.LogRow;
import io.jvmtap.query.filter.Filter;
import io.jvmtap.record.CaptureInfo;
import io.jvmtap.record.CaptureReader;
import io.jvmtap.view.NoteText;
import io.jvmtap.view.RowJson;
import io.jvmtap.view.RowLine;
import io.jvmtap.view.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code jvmtap log}: the rows of a capture, one a line. */
@Command(
        name = "log",
        description = "Lists what a capture holds, oldest first.",
        preprocessor = FilterArguments.Dashes.class)
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

    @Mixin
    private FilterArguments filters;

    private final Terminal terminal = Terminal.of(1, System.getenv());

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() {
        if (last != null && last < 0) {
            throw new CommandLine.ParameterException(spec.commandLine(), "-n must not be negative");
        }
        Filter filter = filters.filter(spec.commandLine());
        RowLine line = new RowLine(terminal, ZoneId.systemDefault());
        Function<LogRow, String> form = json ? RowJson::of : line::of;
        boolean pages = !terminal.equals(Terminal.NONE) && !json && !follow;
        return capture.read(Home.ofUser(), reader -> {
            Notices.of(reader).forEach(this::say);
            try (Pager pager =
                    Pager.start(pages, System.getenv(), spec.commandLine().getOut())) {
                return list(reader, filter, form, pager.out());
            }
        });
    }

    private int list(CaptureReader reader, Filter filter, Function<LogRow, String> form, PrintWriter out)
            throws IOException {
        CaptureReader.Mark mark = reader.mark();
        AtomicBoolean any = new AtomicBoolean();
        ProgressBar bar = bar(reader, filter);
        LogFollower follower = new LogFollower(reader, filter, row -> {
            any.set(true);
            bar.clear();
            out.println(form.apply(row));
            String note = json ? "" : note(reader, row);
            if (!note.isEmpty()) {
                out.println("      " + note);
            }
        });
        if (last != null) {
            long end = reader.lastExchange();
            reader.last(last, filter, tested(bar, number -> end - number)).forEach(follower::list);
        } else {
            reader.rows(filter, follower::list, tested(bar, number -> number));
        }
        bar.clear();
        out.flush();
        if (!any.get() && !follow) {
            String what = filters.given() ? "nothing that matches" : "nothing was seen";
            say(what + " in " + reader.file().getFileName() + "; other captures: jvmtap captures");
        }
        while (follow && !out.checkError()) {
            boolean over = reader.state() != CaptureInfo.State.RUNNING;
            mark = follower.more(mark);
            out.flush();
            if (over) {
                break;
            }
        }
        return CommandLine.ExitCode.OK;
    }

    private String note(CaptureReader reader, LogRow row) {
        try {
            return NoteText.of(reader.note(row), terminal);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Bodies take long to be read; anything else does not. */
    private static ProgressBar bar(CaptureReader reader, Filter filter) throws IOException {
        boolean shown = filter.readsBodies() && !Terminal.of(2, System.getenv()).equals(Terminal.NONE);
        return new ProgressBar(System.err, "searching bodies", shown ? reader.lastExchange() : ProgressBar.HIDDEN);
    }

    private interface Done {
        long at(long number);
    }

    private static Consumer<LogRow> tested(ProgressBar bar, Done done) {
        return row -> {
            if (row instanceof ExchangeRow) {
                bar.at(done.at(row.number()));
            }
        };
    }

    private void say(String line) {
        spec.commandLine().getErr().println("jvmtap: " + line);
        spec.commandLine().getErr().flush();
    }
}
