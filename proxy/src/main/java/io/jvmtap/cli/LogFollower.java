package io.jvmtap.cli;

import io.jvmtap.query.ExchangeRow;
import io.jvmtap.query.LogRow;
import io.jvmtap.query.RowFilter;
import io.jvmtap.record.CaptureReader;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Shows the rows of a growing capture: each when it has ended, and one that takes long once before, and again
 * each time that it has ten times the messages. Used by one thread.
 */
final class LogFollower {
    /** How often the capture is asked; with the writer's pace a row is seen within 200 ms. */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(80);
    /** A row that runs for this long is shown before its end. */
    private static final long LONG_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** So many times the messages that were shown are worth another line: a busy stream must not flood the log. */
    private static final long MORE = 10;
    /** Rows that may have ended between the mark and the end of the first listing: some seconds of heavy traffic. */
    private static final int MOST_LISTED = 20_000;

    private final CaptureReader reader;
    private final RowFilter filter;
    private final Consumer<LogRow> screen;
    private final Map<String, Running> running = new LinkedHashMap<>();
    private final Deque<String> listed = new ArrayDeque<>();

    /** A row that has not ended, and the moment it was first seen. */
    private static final class Running {
        private final long sinceNanos;
        private LogRow row;
        private boolean shown;
        private long messagesShown;

        Running(LogRow row, long sinceNanos) {
            this.row = row;
            this.sinceNanos = sinceNanos;
        }
    }

    LogFollower(CaptureReader reader, RowFilter filter, Consumer<LogRow> screen) {
        this.reader = reader;
        this.filter = filter;
        this.screen = screen;
    }

    /** Shows a row of the first listing, which passed the filter. */
    void list(LogRow row) {
        screen.accept(row);
        if (row.ended()) {
            listed.add(row.id());
            if (listed.size() > MOST_LISTED) {
                listed.remove();
            }
        } else {
            Running shown = new Running(row, System.nanoTime());
            shown.shown = true;
            shown.messagesShown = row instanceof ExchangeRow exchange ? exchange.messages() : 0;
            running.put(row.id(), shown);
        }
    }

    /** Waits a little, then shows what is new. */
    CaptureReader.Mark more(CaptureReader.Mark mark) throws IOException {
        LockSupport.parkNanos(PAUSE_NANOS);
        CaptureReader.Mark from = mark;
        CaptureReader.Changes changes = reader.changes(from);
        while (!changes.mark().equals(from)) {
            for (LogRow row : changes.rows()) {
                changed(row);
            }
            from = changes.mark();
            changes = reader.changes(from);
        }
        listed.clear();
        long now = System.nanoTime();
        for (Running each : running.values()) {
            long messages = each.row instanceof ExchangeRow exchange ? exchange.messages() : 0;
            boolean more = !each.shown || messages >= MORE * Math.max(1, each.messagesShown);
            if (more && now - each.sinceNanos >= LONG_NANOS) {
                each.shown = true;
                each.messagesShown = messages;
                show(each.row);
            }
        }
        return from;
    }

    private void changed(LogRow row) throws IOException {
        if (row.ended()) {
            running.remove(row.id());
            if (!listed.remove(row.id())) {
                show(row);
            }
        } else {
            running.computeIfAbsent(row.id(), id -> new Running(row, System.nanoTime())).row = row;
        }
    }

    private void show(LogRow row) throws IOException {
        if (filter.test(row, reader.contents())) {
            screen.accept(row);
        }
    }
}
