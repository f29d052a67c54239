package io.jvmtap.hook.boot;

import org.jspecify.annotations.Nullable;

/** Called by class loaders that are not the JDK's, with the name of what they are to load. No state, any thread. */
public final class LoaderBridge {
    private static final HookStats STATS = HookStats.of("loaders");
    private static final String OURS = "io.jvmtap.hook.boot.";

    private LoaderBridge() {}

    /** Whether it is a class of the boot part, which only woven code asks for. */
    public static boolean isOurs(@Nullable String name) {
        return name != null && name.startsWith(OURS);
    }

    /** @throws ClassNotFoundException if there is no such class, as a loader would say it */
    public static Class<?> load(String name) throws ClassNotFoundException {
        STATS.ran();
        return Class.forName(name, false, null);
    }
}
