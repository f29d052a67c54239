package io.jvmtap.entry;

import io.jvmtap.flow.FlowSink;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Which connections are open, so that what an agent reports on its control connection finds the connection it is about.
 * Safe for use by many threads.
 */
public final class OpenConnections {
    /** A program's words about a connection take another way than its end, but no long one. */
    private static final int REMEMBERED = 64;

    private final Map<Integer, Long> byPort = new ConcurrentHashMap<>();
    private final Map<ByteBuffer, Long> byLeaf = new ConcurrentHashMap<>();
    private final Map<UniqueId, RequestCallers> callers = new ConcurrentHashMap<>();
    /** Connections that have ended, for what an agent says of them a moment later. */
    private final Queue<UniqueId> ended = new ConcurrentLinkedQueue<>();

    private final FlowSink sink;

    OpenConnections(FlowSink sink) {
        this.sink = sink;
    }

    /** @param port the program's own port of the connection */
    void opened(long connection, UniqueId id, int port) {
        byPort.put(port, connection);
        callers.put(id, new RequestCallers(sink));
    }

    /** Who sends what on a connection; null for one that was never opened, or ended long ago. */
    public @Nullable RequestCallers callers(UniqueId id) {
        return callers.get(id);
    }

    /** The program is about to be shown this leaf on this connection. */
    public void presented(long connection, byte[] leafSha256) {
        byLeaf.put(ByteBuffer.wrap(leafSha256), connection);
    }

    void closed(long connection, UniqueId id, int port) {
        ended.add(id);
        if (ended.size() > REMEMBERED) {
            UniqueId oldest = ended.poll();
            if (oldest != null) {
                callers.remove(oldest);
            }
        }
        byPort.remove(port, connection);
        byLeaf.values().removeIf(latest -> latest == connection);
    }

    /**
     * The connection on which the program judged a leaf: by port where it knows the port, else the latest that was shown
     * this leaf.
     */
    OptionalLong judged(byte[] leafSha256, int port) {
        Long byItsPort = port == 0 ? null : byPort.get(port);
        Long found = byItsPort != null ? byItsPort : byLeaf.get(ByteBuffer.wrap(leafSha256));
        return found == null ? OptionalLong.empty() : OptionalLong.of(found);
    }
}
