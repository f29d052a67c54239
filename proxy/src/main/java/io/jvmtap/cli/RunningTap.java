package io.jvmtap.cli;

import java.util.concurrent.atomic.AtomicBoolean;

/** A tap that is closed once: by the command that started it, or at the latest when this JVM is told to end. */
final class RunningTap implements AutoCloseable {
    private final Tap tap;
    private final AtomicBoolean closed = new AtomicBoolean();

    private RunningTap(Tap tap) {
        this.tap = tap;
    }

    static RunningTap start(Tap.Options options) {
        RunningTap running = new RunningTap(Tap.start(options, System.err));
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
        }
    }
}
