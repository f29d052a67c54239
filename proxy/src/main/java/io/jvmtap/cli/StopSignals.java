package io.jvmtap.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import sun.misc.Signal;

/**
 * Being stopped by a signal, where that is the ordinary end of a command and so no death by signal. Handlers are called on
 * threads of the JVM's.
 */
final class StopSignals {
    private final List<CompletableFuture<Void>> waiting = new ArrayList<>();

    /** From now on signals no longer end this process. */
    static StopSignals catchAll() {
        StopSignals signals = new StopSignals();
        for (String name : new String[] {"INT", "TERM", "HUP"}) {
            try {
                Signal.handle(new Signal(name), signal -> signals.came());
            } catch (IllegalArgumentException e) {
                // Ignored on purpose by whoever started us (nohup), or unknown to this system.
                continue;
            }
        }
        return signals;
    }

    /** Completes at the next signal after this call. */
    synchronized CompletableFuture<Void> next() {
        CompletableFuture<Void> next = new CompletableFuture<>();
        waiting.add(next);
        return next;
    }

    private void came() {
        List<CompletableFuture<Void>> told;
        synchronized (this) {
            told = List.copyOf(waiting);
            waiting.clear();
        }
        told.forEach(one -> one.complete(null));
    }
}
