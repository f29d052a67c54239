package io.jvmtap.entry;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which connections are open, so that what an agent reports on its control connection finds the connection it is about.
 * Safe for use by many threads.
 */
public final class OpenConnections {
    private final Map<Integer, Long> byPort = new ConcurrentHashMap<>();
    private final Map<ByteBuffer, Long> byLeaf = new ConcurrentHashMap<>();

    /** @param port the program's own port of the connection */
    public void opened(long connection, int port) {
        byPort.put(port, connection);
    }

    /** The program is about to be shown this leaf on this connection. */
    public void presented(long connection, byte[] leafSha256) {
        byLeaf.put(ByteBuffer.wrap(leafSha256), connection);
    }

    public void closed(long connection, int port) {
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
