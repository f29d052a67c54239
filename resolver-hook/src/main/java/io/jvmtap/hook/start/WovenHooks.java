package io.jvmtap.hook.start;

import io.jvmtap.hook.agent.Hook;
import io.jvmtap.hook.agent.Weaver;
import io.jvmtap.hook.boot.HookStats;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The hooks that are in the JVM's classes now. Classes that are loaded already are woven anew from what they were before
 * any agent, so one set of hooks takes the place of another without a trace. Used under the installer's lock.
 */
final class WovenHooks {
    private final Instrumentation instrumentation;
    private @Nullable Weaver weaver;
    private List<Hook> hooks = Collections.emptyList();

    WovenHooks(Instrumentation instrumentation) {
        this.instrumentation = instrumentation;
    }

    List<Hook> hooks() {
        return hooks;
    }

    /** Puts these in place of those that are there. */
    void replaceBy(List<Hook> wanted) {
        Weaver former = weaver;
        Weaver next = new Weaver(wanted);
        // Never both at once: a class that is loaded between the two is looked at with the loaded ones.
        if (former != null) {
            instrumentation.removeTransformer(former);
        }
        instrumentation.addTransformer(next, true);
        retransform(former, next);
        // Not before: from JDK 21 on a JVM without any transformer leaves classes as they are.
        if (wanted.isEmpty()) {
            instrumentation.removeTransformer(next);
        }
        weaver = wanted.isEmpty() ? null : next;
        hooks = wanted;
    }

    private void retransform(@Nullable Weaver former, Weaver next) {
        List<Class<?>> loaded = new ArrayList<Class<?>>();
        for (Class<?> type : instrumentation.getAllLoadedClasses()) {
            boolean concerned = former != null && former.wantsLoaded(type) || next.wantsLoaded(type);
            if (concerned && instrumentation.isModifiableClass(type)) {
                loaded.add(type);
            }
        }
        if (loaded.isEmpty()) {
            return;
        }
        try {
            instrumentation.retransformClasses(loaded.toArray(new Class<?>[0]));
        } catch (Throwable oneOfThem) {
            // All or none: one class that another agent has spoilt must not cost us the others.
            oneByOne(loaded);
        }
    }

    private void oneByOne(List<Class<?>> loaded) {
        for (Class<?> type : loaded) {
            try {
                instrumentation.retransformClasses(type);
            } catch (Throwable suppressed) {
                HookStats.of("weaving").failed();
            }
        }
    }
}
