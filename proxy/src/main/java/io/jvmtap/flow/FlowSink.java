package io.jvmtap.flow;

/**
 * Takes flow events. Called from many threads at once; the events of one connection come from one thread at a time, in
 * order. Never throws and never blocks: a sink that cannot keep up says so through {@link #writable}.
 */
public interface FlowSink {
    void emit(FlowEvent event);

    /** False while the sink's queue is over its bound: connections then stop reading. */
    default boolean writable() {
        return true;
    }

    /**
     * Runs {@code resume} once, on any thread, when the sink is {@link #writable} again; at once if it already is.
     */
    default void whenWritable(Runnable resume) {
        resume.run();
    }
}
