package io.jvmtap.view;

import io.jvmtap.flow.FlowClock;
import io.jvmtap.flow.FlowEvent;
import io.jvmtap.flow.FlowSink;
import io.jvmtap.query.BypassRow;
import io.jvmtap.query.ConnectionRow;
import io.jvmtap.query.LogRow;
import io.jvmtap.query.OpenConnection;
import io.jvmtap.query.OpenExchange;
import io.jvmtap.query.OpenFlows;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Prints a line for each exchange that ends, each connection that no exchange tells of, and each bypass; an exchange that
 * runs for long gets a line meanwhile, and another one each time that it has ten times the messages. Prints from a thread of its own, so a stuck terminal never holds up the proxy:
 * lines that do not fit are left out, and counted. Safe for use by many threads.
 */
public final class LivePrinter implements FlowSink, AutoCloseable {
    /** Lines that wait for the terminal: some screens of scrolling, about 4 MB. */
    private static final int MOST_WAITING = 10_000;
    /** An exchange that runs this long gets a line before its end. */
    private static final long LONG_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** So many times the messages that were told of are worth another line: a busy stream must not flood the log. */
    private static final long MORE = 10;
    /** How often the long ones are looked for. */
    private static final long LOOK_MILLIS = 250;
    /** How long the end waits for a terminal that does not take the last lines. */
    private static final long END_MILLIS = 2_000;

    private final PrintStream out;
    private final RowLine line;
    private final FlowClock clock;
    private final Thread thread = new Thread(this::run, "jvmtap-printer");
    private final Object lock = new Object();
    // Everything below is guarded by the lock.
    private final OpenFlows flows = new OpenFlows(this::changed, this::changed);
    private final Map<Long, Long> announced = new HashMap<>();
    private List<LogRow> waiting = new ArrayList<>();
    private long leftOut;
    private long bypasses;
    private boolean closed;

    public LivePrinter(PrintStream out, RowLine line, FlowClock clock) {
        this.out = out;
        this.line = line;
        this.clock = clock;
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void emit(FlowEvent event) {
        synchronized (lock) {
            event.accept(flows);
            if (event instanceof FlowEvent.Bypassed bypass) {
                add(new BypassRow(
                        ++bypasses,
                        bypass.at(),
                        bypass.program(),
                        bypass.host(),
                        bypass.port(),
                        bypass.thread(),
                        bypass.reason()));
            }
        }
    }

    /** Prints what is left; gives up on a stuck terminal after two seconds. */
    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            lock.notifyAll();
        }
        try {
            thread.join(END_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void changed(OpenConnection connection) {
        ConnectionRow row = connection.row();
        if (row.ended() && row.listed()) {
            add(row);
        }
    }

    private void changed(OpenExchange exchange) {
        if (exchange.ended()) {
            announced.remove(exchange.number());
            add(exchange.row());
        }
    }

    private void add(LogRow row) {
        if (waiting.size() >= MOST_WAITING) {
            leftOut++;
            return;
        }
        waiting.add(row);
        if (waiting.size() == 1) {
            lock.notifyAll();
        }
    }

    private void run() {
        try {
            boolean last = false;
            while (!last) {
                List<LogRow> rows;
                long missing;
                synchronized (lock) {
                    if (waiting.isEmpty() && !closed) {
                        lock.wait(LOOK_MILLIS);
                    }
                    announceLong();
                    rows = waiting;
                    waiting = new ArrayList<>();
                    missing = leftOut;
                    leftOut = 0;
                    last = closed;
                }
                print(rows, missing);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void announceLong() {
        long now = clock.now().nanos();
        for (OpenExchange exchange : flows.exchanges()) {
            if (now - exchange.started().nanos() > LONG_NANOS) {
                Long told = announced.get(exchange.number());
                if (told == null || exchange.messages() >= MORE * Math.max(1, told)) {
                    announced.put(exchange.number(), exchange.messages());
                    add(exchange.row());
                }
            }
        }
    }

    private void print(List<LogRow> rows, long missing) {
        StringBuilder text = new StringBuilder();
        for (LogRow row : rows) {
            text.append(line.of(row)).append(System.lineSeparator());
        }
        if (missing > 0) {
            text.append("      (")
                    .append(missing)
                    .append(" lines left out: the terminal was too slow)")
                    .append(System.lineSeparator());
        }
        if (text.length() > 0) {
            out.print(text);
            out.flush();
        }
    }
}
