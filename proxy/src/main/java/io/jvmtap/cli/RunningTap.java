package io.jvmtap.cli;

import io.jvmtap.flow.FlowClock;
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
    private final AtomicBoolean closed = new AtomicBoolean();

    private RunningTap(Tap tap, @Nullable LivePrinter printer) {
        this.tap = tap;
        this.printer = printer;
    }

    static RunningTap start(Tap.Options options) {
        LivePrinter printer = options.quiet()
                ? null
                : new LivePrinter(
                        System.err,
                        new RowLine(Terminal.of(STDERR, System.getenv()), ZoneId.systemDefault()),
                        FlowClock.system());
        Tap tap = Tap.start(
                options, printer == null ? List.of() : List.of(printer), line -> System.err.println("jvmtap: " + line));
        RunningTap running = new RunningTap(tap, printer);
        Runtime.getRuntime().addShutdownHook(new Thread(running::close, "jvmtap-close"));
        return running;
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
            }
        }
    }
}
