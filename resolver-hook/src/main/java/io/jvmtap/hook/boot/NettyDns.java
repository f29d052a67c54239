package io.jvmtap.hook.boot;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Called by Netty's own resolver. Its answers are left as they are: the addresses keep the name, and by that the connect is
 * found to be one of ours. The real addresses of the name are noted, and the lookup is reported.
 */
public final class NettyDns {
    private static final HookStats STATS = HookStats.of("lookup.netty");

    /** By the promise of the program's, which compares by identity; forgotten with it where nobody answers. */
    private static final Map<Object, Asked> ALL = Collections.synchronizedMap(new WeakHashMap<Object, Asked>());

    private NettyDns() {}

    private static final class Asked {
        final String name;
        final long startNanos = System.nanoTime();

        Asked(String name) {
            this.name = name;
        }
    }

    /** {@code doResolve} and {@code doResolveAll}, at entry. */
    public static void asked(@Nullable String name, @Nullable Object promise) {
        try {
            Session session = Session.current();
            if (name == null || promise == null || session == null || Selection.isLiteral(name)) {
                return;
            }
            if (session.selection().selects(name)) {
                ALL.put(promise, new Asked(name));
            }
        } catch (Throwable suppressed) {
            STATS.failed();
        }
    }

    /** {@code trySuccess}, at entry: one address or a list of them. */
    public static void answered(@Nullable Object promise, @Nullable Object answer) {
        try {
            Asked asked = ALL.isEmpty() ? null : ALL.remove(promise);
            if (asked == null) {
                return;
            }
            STATS.ran();
            List<InetAddress> real = addresses(answer);
            if (answer instanceof Collection) {
                AddressMap.note(asked.name, real.toArray(new InetAddress[0]));
            }
            Reports.lookup(asked.name, real, real, System.nanoTime() - asked.startNanos, null);
        } catch (Throwable suppressed) {
            STATS.failed();
        }
    }

    /** {@code tryFailure}, at entry. */
    public static void failed(@Nullable Object promise, @Nullable Throwable cause) {
        try {
            Asked asked = ALL.isEmpty() ? null : ALL.remove(promise);
            if (asked == null || cause == null) {
                return;
            }
            STATS.ran();
            List<InetAddress> none = Collections.emptyList();
            String failure = cause.getClass().getName() + ": " + cause.getMessage();
            Reports.lookup(asked.name, none, none, System.nanoTime() - asked.startNanos, failure);
        } catch (Throwable suppressed) {
            STATS.failed();
        }
    }

    private static List<InetAddress> addresses(@Nullable Object answer) {
        List<InetAddress> real = new ArrayList<InetAddress>();
        if (answer instanceof InetAddress) {
            real.add((InetAddress) answer);
        } else if (answer instanceof Collection) {
            for (Object one : (Collection<?>) answer) {
                if (one instanceof InetAddress) {
                    real.add((InetAddress) one);
                }
            }
        }
        return real;
    }
}
