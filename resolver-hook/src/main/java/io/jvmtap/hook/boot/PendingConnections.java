package io.jvmtap.hook.boot;

import java.io.FileDescriptor;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The connections whose verdict is awaited by the program's own polling, parking or selecting. Keyed by the identity of
 * the descriptor object, which is the one thing that all of the JDK's paths hand on.
 */
public final class PendingConnections {
    private static final ConcurrentHashMap<FileDescriptor, Pending> ALL =
            new ConcurrentHashMap<FileDescriptor, Pending>();

    private PendingConnections() {}

    /** Whether no verdict is awaited, by any of the program's ways to connect. */
    public static boolean isEmpty() {
        return ALL.isEmpty() && NettySockets.isEmpty();
    }

    static void add(Pending pending) {
        ALL.put(pending.fd, pending);
    }

    static @Nullable Pending of(@Nullable FileDescriptor fd) {
        return fd == null || ALL.isEmpty() ? null : ALL.get(fd);
    }

    static void remove(Pending pending) {
        ALL.remove(pending.fd, pending);
    }

    /**
     * Called every second by the control thread: forgets sockets that were closed meanwhile, and wakes the
     * selectors of those whose proxy does not answer: nothing else would.
     */
    public static void sweep() {
        NettySockets.sweep();
        if (ALL.isEmpty()) {
            return;
        }
        for (Pending pending : ALL.values()) {
            Object owner = pending.attempt.owner;
            if (!Jdk.isOpen(owner)) {
                ALL.remove(pending.fd, pending);
            } else if (pending.isOverdue()) {
                Jdk.refresh(owner, true);
            }
        }
    }
}
