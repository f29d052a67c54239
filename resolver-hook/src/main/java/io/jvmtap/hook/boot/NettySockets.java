package io.jvmtap.hook.boot;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The Netty sockets whose verdict is awaited, by the identity of Netty's object: its {@code equals} compares descriptor
 * numbers, which are used again. Any thread.
 */
final class NettySockets {
    private static final Map<Object, NettySocket> ALL = new IdentityHashMap<Object, NettySocket>();

    /** Of the map, readable without its lock: all but a few calls come when nothing is awaited. */
    private static volatile int size;

    private NettySockets() {}

    static boolean isEmpty() {
        return size == 0;
    }

    static void add(Object socket, NettySocket one) {
        synchronized (ALL) {
            ALL.put(socket, one);
            size = ALL.size();
        }
    }

    static @Nullable NettySocket of(@Nullable Object socket) {
        if (size == 0) {
            return null;
        }
        synchronized (ALL) {
            return ALL.get(socket);
        }
    }

    static void remove(Object socket) {
        synchronized (ALL) {
            ALL.remove(socket);
            size = ALL.size();
        }
    }

    /** Called every second by the control thread: wakes the event loops of those whose proxy does not answer. */
    static void sweep() {
        if (size == 0) {
            return;
        }
        List<NettySocket> all;
        synchronized (ALL) {
            all = new ArrayList<NettySocket>(ALL.values());
            for (Iterator<NettySocket> each = ALL.values().iterator(); each.hasNext(); ) {
                if (each.next().isShut()) {
                    each.remove();
                }
            }
            size = ALL.size();
        }
        for (NettySocket one : all) {
            try {
                one.wakeIfOverdue();
            } catch (RuntimeException loopIsGone) {
                NettyBridge.STATS.failed();
            }
        }
    }
}
