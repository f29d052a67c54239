package io.jvmtap.cli;

import java.io.PrintStream;
import java.util.concurrent.TimeUnit;

/** How far a long search has come, on a terminal's last line. Nothing is shown of a short one. Used by one thread. */
final class ProgressBar {
    /** What takes less needs no bar. */
    private static final long DELAY_NANOS = TimeUnit.MILLISECONDS.toNanos(400);
    /** Often enough to look alive. */
    private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final int WIDTH = 30;
    /** A total that makes a bar which never shows. */
    static final long HIDDEN = -1;

    private final PrintStream terminal;
    private final String what;
    private final long total;
    private final long startNanos = System.nanoTime();
    private long shownNanos = startNanos + DELAY_NANOS - STEP_NANOS;
    private boolean shown;

    ProgressBar(PrintStream terminal, String what, long total) {
        this.terminal = terminal;
        this.what = what;
        this.total = total == HIDDEN ? HIDDEN : Math.max(1, total);
    }

    void at(long done) {
        if (total == HIDDEN) {
            return;
        }
        long now = System.nanoTime();
        if (now - shownNanos < STEP_NANOS) {
            return;
        }
        shownNanos = now;
        shown = true;
        int marks = (int) (Math.min(done, total) * WIDTH / total);
        terminal.print("\r" + what + "  [" + "#".repeat(marks) + " ".repeat(WIDTH - marks) + "] "
                + Math.min(done, total) * 100 / total + " %  \u001b[K");
        terminal.flush();
    }

    /** Takes it off the line, before something else is printed and at the end. */
    void clear() {
        if (shown) {
            terminal.print("\r\u001b[K");
            terminal.flush();
            shown = false;
        }
    }
}
