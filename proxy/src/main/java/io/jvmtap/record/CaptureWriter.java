package io.jvmtap.record;

import io.jvmtap.flow.FlowClock;
import io.jvmtap.flow.FlowEvent;
import io.jvmtap.flow.FlowIds;
import io.jvmtap.flow.FlowSink;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Records flow events in a capture file, within 100 ms, from one thread of its own. If the disk is slow the queue fills
 * and {@link #writable} turns false; if writing fails, events are dropped and counted, writing is tried again each
 * second, and the complaint is made once. Safe for use by many threads.
 */
public final class CaptureWriter implements FlowSink, AutoCloseable {
    /** A full disk is not asked more often than this. */
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Path file;
    private final FlowClock clock;
    private final Consumer<String> complaint;
    private final CaptureStore store;
    private final EventQueue queue = new EventQueue();
    private final Thread thread;
    private volatile Losses losses = Losses.NONE;
    /** Writing has failed; the writer thread alone uses this and the next. */
    private boolean failing;

    private long failedNanos;

    private CaptureWriter(Path file, FlowClock clock, Consumer<String> complaint, CaptureStore store) {
        this.file = file;
        this.clock = clock;
        this.complaint = complaint;
        this.store = store;
        thread = new Thread(this::run, "jvmtap-capture");
        thread.setDaemon(true);
    }

    /**
     * Opens a capture for writing: a new one where there is no such file, otherwise the flows are added to it.
     *
     * @param label what the capture is of; kept with a new one
     * @param complaint takes one line when writing fails and one when it works again; called by the writer's thread
     * @throws CaptureException if the file cannot be made, is no capture, or another process is writing it
     */
    public static CaptureWriter open(Path file, String label, FlowClock clock, Consumer<String> complaint)
            throws IOException {
        return open(file, label, CaptureLimits.NONE, clock, complaint);
    }

    /** The same, with limits of how much is kept. */
    public static CaptureWriter open(
            Path file, String label, CaptureLimits limits, FlowClock clock, Consumer<String> complaint)
            throws IOException {
        return over(file, new CaptureStore(file, label, clock.now().epochMicros(), limits), clock, complaint);
    }

    static CaptureWriter over(Path file, CaptureStore store, FlowClock clock, Consumer<String> complaint) {
        CaptureWriter writer = new CaptureWriter(file, clock, complaint, store);
        writer.thread.start();
        return writer;
    }

    public Path file() {
        return file;
    }

    /** Numbers that go on where the capture ends. */
    public FlowIds ids() {
        return store.ids();
    }

    /** What could not be recorded so far. */
    public Losses losses() {
        return losses;
    }

    @Override
    public void emit(FlowEvent event) {
        if (!queue.add(event)) {
            lose(List.of(event));
        }
    }

    @Override
    public boolean writable() {
        return queue.writable();
    }

    @Override
    public void whenWritable(Runnable resume) {
        queue.whenWritable(resume);
    }

    /** Waits until everything emitted before is on disk, or lost. */
    public void flush() throws InterruptedException {
        queue.flush();
    }

    /** Writes what is left and folds the capture into a single file. What is emitted later is lost, and counted. */
    @Override
    public void close() throws IOException {
        queue.close();
        try {
            thread.join();
        } catch (InterruptedException e) {
            // The file is whole as it is; it is only not folded. The writer goes on to the end of its queue.
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try (store) {
            EventQueue.Batch batch;
            while ((batch = queue.take()) != null) {
                record(store.track(batch.events()));
                queue.written(batch);
            }
            store.finish(clock.now().epochMicros(), losses);
        } catch (SQLException | InterruptedException e) {
            complaint.accept("the capture " + file + " could not be closed in order: " + e.getMessage());
        } finally {
            queue.abandon();
        }
    }

    private void record(List<FlowEvent> events) {
        if (failing && System.nanoTime() - failedNanos < RETRY_NANOS) {
            giveUp(events);
            return;
        }
        try {
            if (!events.isEmpty()) {
                store.write(events, losses);
            }
            store.trim(clock.now().epochMicros());
            if (failing) {
                failing = false;
                Losses lost = losses;
                complaint.accept("recording goes on; lost: " + lost.events() + " events, " + lost.bytes() + " bytes");
            }
        } catch (SQLException | RuntimeException | OutOfMemoryError e) {
            giveUp(events);
            failedNanos = System.nanoTime();
            if (!failing) {
                failing = true;
                complaint.accept("recording to " + file + " fails, traffic goes on: " + e.getMessage());
            }
        }
    }

    private void giveUp(List<FlowEvent> events) {
        store.lose(events);
        lose(events);
    }

    private void lose(List<FlowEvent> events) {
        long bytes = 0;
        for (FlowEvent event : events) {
            if (event instanceof FlowEvent.BodyChunk chunk) {
                bytes += chunk.bytes().length;
            } else if (event instanceof FlowEvent.Segment segment) {
                bytes += segment.bytes().length;
            }
        }
        synchronized (this) {
            losses = losses.plus(new Losses(events.size(), bytes));
        }
    }
}
