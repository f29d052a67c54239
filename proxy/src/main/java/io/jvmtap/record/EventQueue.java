package io.jvmtap.record;

import io.jvmtap.flow.FlowEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Events on their way to the disk. Many threads add and never wait; one thread takes them in batches. What was taken
 * weighs until it is {@link #written}, so the bound holds for both together.
 */
final class EventQueue {
    /** Above this many bytes connections stop reading: a quarter of the proxy's heap, some seconds of a slow disk. */
    static final long HIGH_WATER = 64L << 20;
    /** Below this they read again; half, so that they do not stop and go with each event. */
    static final long LOW_WATER = HIGH_WATER / 2;
    /** So long a batch gathers. With writing it, under the 100 ms that a crash may cost. */
    private static final long GATHER_NANOS = TimeUnit.MILLISECONDS.toNanos(40);
    /** After so long without an event the taker gets its turn all the same: what is recorded grows old meanwhile. */
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(5);
    /** A batch of so many bytes is written at once. */
    private static final long FULL_BATCH = 1L << 20;

    /** @param bytes what the events weigh */
    record Batch(List<FlowEvent> events, long bytes) {}

    private final EventWeight weight = new EventWeight();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private List<FlowEvent> waiting = new ArrayList<>();
    private List<Runnable> resumes = new ArrayList<>();
    private long waitingBytes;
    private long takenBytes;
    private long added;
    private long done;
    private long firstNanos;
    private boolean hurry;
    private boolean closed;
    private volatile boolean full;

    /** @return false once the queue is closed */
    boolean add(FlowEvent event) {
        int bytes = event.accept(weight);
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            waiting.add(event);
            added++;
            boolean batchFull = waitingBytes < FULL_BATCH && waitingBytes + bytes >= FULL_BATCH;
            waitingBytes += bytes;
            full |= waitingBytes + takenBytes > HIGH_WATER;
            if (waiting.size() == 1) {
                firstNanos = System.nanoTime();
                changed.signalAll();
            } else if (batchFull) {
                changed.signalAll();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    boolean writable() {
        return !full;
    }

    void whenWritable(Runnable resume) {
        lock.lock();
        try {
            if (full) {
                resumes.add(resume);
                return;
            }
        } finally {
            lock.unlock();
        }
        resume.run();
    }

    /**
     * Waits for events, then for more of them, but not long. An empty batch when none came for some seconds, null when the
     * queue is closed and empty.
     */
    @Nullable
    Batch take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (waiting.isEmpty()) {
                if (closed) {
                    return null;
                }
                if (changed.awaitNanos(IDLE_NANOS) <= 0) {
                    return new Batch(List.of(), 0);
                }
            }
            long left = GATHER_NANOS - (System.nanoTime() - firstNanos);
            while (left > 0 && !hurry && !closed && waitingBytes < FULL_BATCH) {
                changed.awaitNanos(left);
                left = GATHER_NANOS - (System.nanoTime() - firstNanos);
            }
            Batch batch = new Batch(waiting, waitingBytes);
            waiting = new ArrayList<>();
            takenBytes = waitingBytes;
            waitingBytes = 0;
            hurry = false;
            return batch;
        } finally {
            lock.unlock();
        }
    }

    /** The batch is on disk, or given up: its bytes are free. */
    void written(Batch batch) {
        List<Runnable> ready = List.of();
        lock.lock();
        try {
            takenBytes = 0;
            done += batch.events().size();
            if (full && waitingBytes < LOW_WATER) {
                full = false;
                ready = resumes;
                resumes = new ArrayList<>();
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        ready.forEach(Runnable::run);
    }

    /** Waits until everything added before the call is written or given up. */
    void flush() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long mark = added;
            while (done < mark) {
                hurry = true;
                changed.signalAll();
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Nobody takes any more: refuses what comes and lets everyone go on who waits. */
    void abandon() {
        List<Runnable> ready;
        lock.lock();
        try {
            closed = true;
            done = added;
            waiting = new ArrayList<>();
            full = false;
            ready = resumes;
            resumes = new ArrayList<>();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        ready.forEach(Runnable::run);
    }
}
