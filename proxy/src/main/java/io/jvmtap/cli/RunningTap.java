package io.jvmtap.cli;

import io.jvmtap.flow.FlowClock;
import io.jvmtap.flow.FlowSink;
import io.jvmtap.view.CoverageMeter;
import io.jvmtap.view.CoverageText;
import io.jvmtap.view.LivePrinter;
import io.jvmtap.view.RowLine;
import io.jvmtap.view.Terminal;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A tap with its log lines on stderr, which other commands of the user know of; closed once: by the command that started
 * it, or at the latest when this JVM is told to end.
 */
final class RunningTap implements AutoCloseable {
    /** File descriptor of stderr. */
    private static final int STDERR = 2;

    private final Tap tap;
    private final @Nullable LivePrinter printer;
    private final CoverageMeter meter;
    private final TappedPrograms programs;
    private final @Nullable Announcement announcement;
    private final AtomicBoolean closed = new AtomicBoolean();

    private RunningTap(
            Tap tap,
            @Nullable LivePrinter printer,
            CoverageMeter meter,
            TappedPrograms programs,
            @Nullable Announcement announcement) {
        this.tap = tap;
        this.printer = printer;
        this.meter = meter;
        this.programs = programs;
        this.announcement = announcement;
    }

    /**
     * @param command of the user that it is for
     * @param agent the agent's jar, for others that want to use this tap
     */
    static RunningTap start(Tap.Options options, String command, Path agent, Home home) {
        LivePrinter printer = options.quiet()
                ? null
                : new LivePrinter(
                        System.err,
                        new RowLine(Terminal.of(STDERR, System.getenv()), ZoneId.systemDefault()),
                        FlowClock.system());
        CoverageMeter meter = new CoverageMeter(line -> {
            if (!options.quiet()) {
                say(line);
            }
        });
        AtomicReference<Tap> started = new AtomicReference<>();
        TappedPrograms programs = new TappedPrograms(() -> Objects.requireNonNull(started.get()));
        List<FlowSink> live = printer == null ? List.of(programs, meter) : List.of(programs, printer, meter);
        Tap tap = Tap.start(options, live, RunningTap::say);
        started.set(tap);
        Announcement announcement = Announcement.make(command, agent, tap.sessionFile(), programs, home);
        RunningTap running = new RunningTap(tap, printer, meter, programs, announcement);
        Runtime.getRuntime().addShutdownHook(new Thread(running::close, "jvmtap-close"));
        return running;
    }

    private static void say(String line) {
        System.err.println("jvmtap: " + line);
    }

    Tap tap() {
        return tap;
    }

    TappedPrograms programs() {
        return programs;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            if (announcement != null) {
                announcement.close();
            }
            tap.close();
            if (printer != null) {
                printer.close();
                CoverageText.summary(meter.programs()).forEach(RunningTap::say);
            }
        }
    }
}
