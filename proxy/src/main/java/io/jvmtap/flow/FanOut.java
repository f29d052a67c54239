package io.jvmtap.flow;

import java.util.List;

/** Gives each event to several sinks, in order; is writable when all of them are. Safe for use by many threads. */
public final class FanOut implements FlowSink {
    private final List<FlowSink> sinks;

    public FanOut(List<FlowSink> sinks) {
        this.sinks = List.copyOf(sinks);
    }

    @Override
    public void emit(FlowEvent event) {
        for (FlowSink sink : sinks) {
            sink.emit(event);
        }
    }

    @Override
    public boolean writable() {
        return sinks.stream().allMatch(FlowSink::writable);
    }

    /** Waits for one unwritable sink after the other. */
    @Override
    public void whenWritable(Runnable resume) {
        for (FlowSink sink : sinks) {
            if (!sink.writable()) {
                sink.whenWritable(() -> whenWritable(resume));
                return;
            }
        }
        resume.run();
    }
}
