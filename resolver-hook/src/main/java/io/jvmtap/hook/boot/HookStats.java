package io.jvmtap.hook.boot;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What one hook did: whether it is in place, how often it ran, how many of its errors were swallowed. Counted from any
 * thread; reported in COVERAGE frames (WIRE.md section 4).
 */
public final class HookStats {
    public static final String IN_PLACE = "in place";
    public static final String MISSING = "missing";
    public static final String NOT_LOADED_YET = "not loaded yet";
    public static final String OFF = "off";

    private static final ConcurrentHashMap<String, HookStats> ALL = new ConcurrentHashMap<String, HookStats>();

    private final String name;
    private final AtomicLong runs = new AtomicLong();
    private final AtomicLong errors = new AtomicLong();
    private volatile String state = NOT_LOADED_YET;

    private HookStats(String name) {
        this.name = name;
    }

    /** The counters of the hook of this name, made at its first mention. */
    public static HookStats of(String name) {
        HookStats known = ALL.get(name);
        if (known != null) {
            return known;
        }
        HookStats fresh = new HookStats(name);
        HookStats raced = ALL.putIfAbsent(name, fresh);
        return raced == null ? fresh : raced;
    }

    /** All hooks mentioned so far, in no particular order. */
    public static List<HookStats> all() {
        return new ArrayList<HookStats>(ALL.values());
    }

    /** Errors that hooks swallowed so far, over all hooks. */
    public static long allErrors() {
        long sum = 0;
        for (HookStats stats : ALL.values()) {
            sum += stats.errors();
        }
        return sum;
    }

    /** Hooks are about to be put in place, for the first time or again. Errors are counted as long as the JVM lives. */
    public static void begin() {
        for (HookStats stats : ALL.values()) {
            stats.state = NOT_LOADED_YET;
            stats.runs.set(0);
        }
    }

    /** The hook was taken out again. */
    public void takenOut() {
        state = OFF;
    }

    public String name() {
        return name;
    }

    public String state() {
        return state;
    }

    /** One of the four words of WIRE.md; {@link #MISSING} stays, since one lost part spoils the hook. */
    public void state(String now) {
        if (!MISSING.equals(state)) {
            state = now;
        }
    }

    /** Whether the hook is in place, or going to be when its class is loaded, or not needed on this Java. */
    static boolean isUsable(String name) {
        HookStats known = ALL.get(name);
        return known == null || IN_PLACE.equals(known.state) || NOT_LOADED_YET.equals(known.state);
    }

    public void ran() {
        runs.incrementAndGet();
    }

    public void failed() {
        errors.incrementAndGet();
    }

    public long runs() {
        return runs.get();
    }

    public long errors() {
        return errors.get();
    }
}
