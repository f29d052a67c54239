package io.jvmtap.hook.boot;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/**
 * Called by {@code InetAddress.getAllByName(String)}: at entry, at return, and when it throws. The original resolver has
 * been asked by then, so an unknown host fails as it always did, and nothing of ours gets into the JDK's cache.
 */
public final class LookupBridge {
    private static final HookStats STATS = HookStats.of("lookup");
    private static final ThreadLocal<Lookup> CURRENT = new ThreadLocal<Lookup>();

    private LookupBridge() {}

    private static final class Lookup {
        final @Nullable String host;
        /** The lookup that this one serves: a resolver of the program's own may look up names itself. */
        final @Nullable Lookup outer;

        final long startNanos = System.nanoTime();

        Lookup(@Nullable String host, @Nullable Lookup outer) {
            this.host = host;
            this.outer = outer;
        }

        /** The name, if this is a lookup of one that is selected. */
        @Nullable
        String selected(@Nullable Session session) {
            String name = host;
            boolean tapped = session != null
                    && name != null
                    && !name.isEmpty()
                    && !Selection.isLiteral(name)
                    && name.charAt(0) != '['
                    && session.selection().selects(name);
            return tapped ? name : null;
        }
    }

    public static void enter(@Nullable String host) {
        try {
            CURRENT.set(new Lookup(host, CURRENT.get()));
        } catch (Throwable suppressed) {
            STATS.failed();
        }
    }

    /** What the program gets: the answer itself, or loopback addresses in its place. */
    public static InetAddress[] answer(InetAddress[] original) {
        try {
            Lookup lookup = take();
            Session session = Session.current();
            String name = lookup == null ? null : lookup.selected(session);
            if (lookup == null || session == null || name == null) {
                return original;
            }
            STATS.ran();
            long nanos = System.nanoTime() - lookup.startNanos;
            InetAddress[] given = instead(session, name, original);
            Reports.lookup(name, Arrays.asList(original), Arrays.asList(given), nanos, null);
            return given;
        } catch (Throwable suppressed) {
            STATS.failed();
            return original;
        }
    }

    /** The lookup failed; the exception goes on as it is. */
    public static void failed(Throwable thrown) {
        try {
            Lookup lookup = take();
            String name = lookup == null ? null : lookup.selected(Session.current());
            if (lookup != null && name != null) {
                STATS.ran();
                long nanos = System.nanoTime() - lookup.startNanos;
                String failure = thrown.getClass().getName() + ": " + thrown.getMessage();
                Reports.lookup(
                        name,
                        Collections.<InetAddress>emptyList(),
                        Collections.<InetAddress>emptyList(),
                        nanos,
                        failure);
            }
        } catch (Throwable suppressed) {
            STATS.failed();
        }
    }

    private static InetAddress[] instead(Session session, String host, InetAddress[] original) throws Exception {
        // A policy grants connections by address: ours would be refused.
        boolean keep = session.keepAddresses() || JavaVersion.hasSecurityManager();
        if (keep || !ConnectBridge.isAround(session)) {
            AddressMap.note(host, original);
            return original;
        }
        if (!session.connectHook()) {
            return Listening.instead(session, host, original);
        }
        if (session.singleAddress()) {
            return AddressMap.share(host, original);
        }
        return AddressMap.give(host, original);
    }

    private static @Nullable Lookup take() {
        Lookup lookup = CURRENT.get();
        if (lookup == null) {
            return null;
        }
        if (lookup.outer == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(lookup.outer);
        }
        return lookup;
    }
}
