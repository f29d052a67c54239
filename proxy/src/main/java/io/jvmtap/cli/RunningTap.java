package io.jvmtap.cli;

import io.jvmtap.flow.FlowClock;
import io.jvmtap.flow.FlowSink;
import io.jvmtap.view.CoverageMeter;
import io.jvmtap.view.CoverageText;
import io.jvmtap.view.LivePrinter;
import io.jvmtap.view.RowLine;
import io.jvmtap.view.Terminal;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A tap with its log lines on stderr, closed once: by the command that started it, or at the latest when this JVM is
 * told to end.
 */
final class RunningTap implements AutoCloseable {
    /** File descriptor of stderr. */
    private static final int STDERR = 2;

    private final Tap tap;
    private final @Nullable LivePrinter printer;
    private final CoverageMeter meter;
    private final AtomicBoolean closed = new AtomicBoolean();

    private RunningTap(Tap tap, @Nullable LivePrinter printer, CoverageMeter meter) {
        this.tap = tap;
        this.printer = printer;
        this.meter = meter;
    }

    static RunningTap start(Tap.Options options) {
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
        List<FlowSink> live = printer == null ? List.of(meter) : List.of(printer, meter);
        Tap tap = Tap.start(options, live, RunningTap::say);
        RunningTap running = new RunningTap(tap, printer, meter);
        Runtime.getRuntime().addShutdownHook(new Thread(running::close, "jvmtap-close"));
        return running;
    }

    private static void say(String line) {
        System.err.println("jvmtap: " + line);
    }

    Tap tap() {
        return tap;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            tap.close();
            if (printer != null) {
                printer.close();
                CoverageText.summary(meter.programs()).forEach(RunningTap::say);
            }
        }
    }
}
