package io.jvmtap.hook.boot;

import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * One redirected connection as the hooks on its streams know it: how many bytes the program has sent, and whether the
 * next ones begin a flight, that is a first write after a read, or a write by another thread than the one before. Threads
 * that share a connection order their writes themselves, or their protocol would be garbled; hence the plain lock.
 */
final class Sender {
    /**
     * By the program's own port, which is unique among the connections to the proxy while it is in use, and overwritten
     * with the next one: so there are never more than there are ports, at some 60 bytes each.
     */
    private static final ConcurrentHashMap<Integer, Sender> BY_PORT = new ConcurrentHashMap<Integer, Sender>();

    /** The bytes as they are on the wire, and as they go into the JDK's TLS (WIRE.md section 4, CALLER). */
    static final int PLAIN = 0;

    static final int TLS = 1;

    final byte[] id;
    private final int owner;
    private final int remotePort;
    private final long[] sent = new long[2];
    private final boolean[] answered = {true, true};
    private final int[] writer = new int[2];
    /** The TLS socket on this connection, 0 before there is one. */
    private int tlsSocket;

    private Sender(byte[] id, Object owner, int remotePort) {
        this.id = id;
        this.owner = System.identityHashCode(owner);
        this.remotePort = remotePort;
    }

    /** @param owner the socket implementation or channel */
    static void opened(byte[] id, Object owner, int localPort, int remotePort) {
        BY_PORT.put(localPort, new Sender(id, owner, remotePort));
    }

    static void lost(byte[] id, int localPort) {
        Sender known = BY_PORT.get(localPort);
        if (known != null && known.id == id) {
            BY_PORT.remove(localPort, known);
        }
    }

    static boolean none() {
        return BY_PORT.isEmpty();
    }

    /** Null where the socket is not one of those that were redirected. */
    static @Nullable Sender ofSocket(Object owner, int localPort) {
        Sender sender = BY_PORT.get(localPort);
        return sender != null && sender.owner == System.identityHashCode(owner) ? sender : null;
    }

    /** Null where there is none, or another TLS socket speaks on this connection: one is inside the other then. */
    static @Nullable Sender ofTls(Object socket, int localPort, int remotePort) {
        Sender sender = BY_PORT.get(localPort);
        if (sender == null || sender.remotePort != remotePort) {
            return null;
        }
        int hash = System.identityHashCode(socket);
        synchronized (sender) {
            if (sender.tlsSocket == 0) {
                sender.tlsSocket = hash;
            }
            return sender.tlsSocket == hash ? sender : null;
        }
    }

    synchronized void reads(int layer) {
        answered[layer] = true;
    }

    /** @return at how many bytes this flight begins, -1 if it is one that was begun before, or TLS reports it better */
    synchronized long writes(int layer, int length) {
        long before = sent[layer];
        sent[layer] += length;
        int thread = System.identityHashCode(Thread.currentThread());
        boolean begins = length > 0 && (answered[layer] || writer[layer] != thread);
        if (!begins || layer == PLAIN && tlsSocket != 0) {
            return -1;
        }
        answered[layer] = false;
        writer[layer] = thread;
        return before;
    }
}
