package io.jvmtap.hook.boot;

import java.io.FileDescriptor;
import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.util.concurrent.TimeUnit;

/**
 * Called by {@code SocketChannelImpl} of JDK 8 to 12, which asks its own native method whether a connect is over, where
 * later ones ask {@code Net.pollConnectNow}.
 */
public final class ChannelBridge {
    private ChannelBridge() {}

    /**
     * In {@code finishConnect}, the descriptor that the native check is given: while the verdict is awaited, one that is
     * never connected. A caller that blocks is held here until then, as the native check would hold it.
     */
    public static FileDescriptor checked(FileDescriptor fd, SelectableChannel channel) throws IOException {
        while (ConnectBridge.unfinished(fd) && channel.isOpen()) {
            Pending pending = PendingConnections.of(fd);
            if (!channel.isBlocking()) {
                return DeadEnds.neverConnected();
            }
            if (pending != null) {
                ConnectBridge.await(pending, Long.MAX_VALUE);
            }
        }
        return fd;
    }

    /** In place of {@code Net.poll} where a socket adaptor waits for its connect with a time limit. */
    public static int poll(FileDescriptor fd, int events, long millis) throws IOException {
        Pending pending = PendingConnections.of(fd);
        if (pending == null) {
            return Jdk.poll(fd, events, millis);
        }
        long startNanos = System.nanoTime();
        int outcome = ConnectBridge.await(pending, millis);
        if (outcome == Pending.RUNNING || !channelOpen(pending)) {
            return 0;
        }
        if (outcome == Pending.LOST) {
            ConnectBridge.astray(pending);
        } else if (outcome == Pending.TIMED_OUT) {
            // The program's own limit is still to come; until then nobody answers.
            PendingConnections.remove(pending);
            Jdk.disconnect(fd);
            ConnectBridge.fail(pending, outcome);
        } else {
            return events;
        }
        long spent = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
        return Jdk.poll(fd, events, Math.max(0, millis - spent));
    }

    private static boolean channelOpen(Pending pending) {
        return Jdk.isOpen(pending.attempt.owner);
    }
}
