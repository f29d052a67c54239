package io.jvmtap.hook.boot;

import java.io.FileDescriptor;
import java.io.IOException;
import java.net.SocketAddress;

/**
 * Called by {@code UnixAsynchronousSocketChannelImpl}. Its group's threads never wait here: an event that is not yet the
 * end of the connect asks for the next one and is otherwise kept from the channel.
 */
public final class AsyncBridge {
    private AsyncBridge() {}

    /** {@code implConnect}, at entry. */
    public static void connect(FileDescriptor fd, Object channel, SocketAddress remote) {
        ConnectBridge.attempt(fd, channel, remote, false, 0, Lookalike.Manner.ASYNC);
    }

    /** {@code onEvent}, at entry: the events that came, none while the verdict is awaited. */
    public static int events(int events, FileDescriptor fd, Object channel) {
        Pending pending = PendingConnections.of(fd);
        if (pending == null || pending.failure != null || !AsyncSocket.begin(channel)) {
            return events;
        }
        try {
            int outcome = pending.advance();
            if (outcome == Pending.LOST) {
                ConnectBridge.astray(pending);
                AsyncSocket.awaitEvent(channel, Jdk.POLLOUT);
                return 0;
            }
            if (outcome == Pending.RUNNING) {
                AsyncSocket.awaitEvent(channel, pending.events());
                return 0;
            }
            return Jdk.POLLOUT;
        } catch (IOException atOnce) {
            pending.failure = atOnce;
            PendingConnections.add(pending);
            return Jdk.POLLOUT;
        } catch (Throwable suppressed) {
            ConnectBridge.STATS.failed();
            return events;
        } finally {
            AsyncSocket.end(channel);
        }
    }

    /** {@code finishConnect}, before its native check: makes that fail if the real connect did. */
    public static int settled(int fdValue, FileDescriptor fd) throws IOException {
        ConnectBridge.unfinished(fd);
        return fdValue;
    }
}
