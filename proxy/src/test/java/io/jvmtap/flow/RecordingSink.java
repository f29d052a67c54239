package io.jvmtap.flow;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Keeps every event, in the order of emission. Safe for use by many threads. */
public final class RecordingSink implements FlowSink {
    private final List<FlowEvent> events = new ArrayList<>();

    @Override
    public synchronized void emit(FlowEvent event) {
        events.add(event);
        notifyAll();
    }

    public synchronized List<FlowEvent> events() {
        return List.copyOf(events);
    }

    public <E extends FlowEvent> List<E> events(Class<E> type) {
        return events().stream().filter(type::isInstance).map(type::cast).toList();
    }

    /**
     * Waits until the events are as wished.
     *
     * @return the events that are
     * @throws AssertionError if they are not within {@code limit}
     */
    public synchronized List<FlowEvent> await(Predicate<List<FlowEvent>> wish, Duration limit)
            throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!wish.test(List.copyOf(events))) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new AssertionError("not within " + limit + ": " + events);
            }
            wait(left);
        }
        return List.copyOf(events);
    }
}
