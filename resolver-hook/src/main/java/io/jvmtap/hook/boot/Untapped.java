package io.jvmtap.hook.boot;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Connections that hooks saw and that were not tapped: how many for which reason, and where they went, so that the proxy
 * can tell them from connections that no hook saw. The program's own loopback traffic is not counted. Any thread.
 */
final class Untapped {
    static final String EXCLUDED = "excluded (-x)";
    static final String NOT_SELECTED = "not selected (-H)";

    /** Reasons hold what an exception said, so their number is bounded; beyond it they are all the same. */
    private static final int MOST_REASONS = 32;

    /** Real addresses that are remembered; more would only blunt the search for connections that no hook saw. */
    private static final int MOST_PLACES = 1_000;

    private static final ConcurrentHashMap<String, AtomicLong> REASONS = new ConcurrentHashMap<String, AtomicLong>();
    private static final ConcurrentHashMap<String, Boolean> PLACES = new ConcurrentHashMap<String, Boolean>();

    private Untapped() {}

    /** A connect that is none of ours by the user's choice, or by its name. */
    static void passed(Attempt attempt, Session session) {
        InetAddress real = attempt.real();
        if (real.isLoopbackAddress() && Selection.isLiteral(attempt.name())) {
            return;
        }
        String reason = session.selection().reasonAgainst(attempt.name());
        if (reason != null) {
            count(reason);
        }
        place(real, attempt.port());
    }

    static void count(String reason) {
        String known = REASONS.size() < MOST_REASONS || REASONS.containsKey(reason) ? reason : "for other reasons";
        AtomicLong count = REASONS.get(known);
        if (count == null) {
            AtomicLong fresh = new AtomicLong();
            AtomicLong raced = REASONS.putIfAbsent(known, fresh);
            count = raced == null ? fresh : raced;
        }
        count.incrementAndGet();
    }

    /** A connection is on its way to this real address, past the proxy. */
    static void place(@Nullable InetAddress real, int port) {
        if (real != null) {
            place(real.getHostAddress(), port);
        }
    }

    static void place(String literal, int port) {
        if (PLACES.size() < MOST_PLACES) {
            int scope = literal.indexOf('%');
            PLACES.put((scope < 0 ? literal : literal.substring(0, scope)) + '\t' + port, Boolean.TRUE);
        }
    }

    /** Counting begins anew. */
    static void begin() {
        REASONS.clear();
        PLACES.clear();
    }

    /** Lines of reason, tab, count. */
    static List<String> reasons() {
        List<String> lines = new ArrayList<String>();
        for (String reason : REASONS.keySet()) {
            AtomicLong count = REASONS.get(reason);
            if (count != null) {
                lines.add(reason + '\t' + count.get());
            }
        }
        return lines;
    }

    /** Lines of literal address, tab, port. */
    static List<String> places() {
        return new ArrayList<String>(PLACES.keySet());
    }
}
