package io.jvmtap.flow;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who made a connection or a request.
 *
 * @param pid process id, 0 where unknown
 * @param thread name of the calling thread, empty where unknown
 * @param frames call site, innermost first, each as {@code pkg.Class.method(File.java:12)}; empty where unknown
 * @param label the label of the JVM, chosen by the user or its main class
 * @param route the route line that matched, if any
 */
public record Cause(
        long pid,
        String thread,
        List<String> frames,
        String label,
        @Nullable String route) {
    public static final Cause UNKNOWN = new Cause(0, "", List.of(), "", null);

    public Cause {
        frames = List.copyOf(frames);
    }
}
