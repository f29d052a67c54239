package io.jvmtap.hook.boot;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code StackWalker} of JDK 9 and later, out of Java 8 bytecode: it stops after the frames that are wanted, where a
 * Throwable describes the whole stack first.
 */
final class StackWalk implements Function<Stream<?>, List<String>> {
    private static final StackWalk WALK = new StackWalk();

    private static final @Nullable MethodHandle FRAMES;
    private static final @Nullable MethodHandle CLASS_NAME;
    private static final @Nullable MethodHandle ELEMENT;

    static {
        MethodHandle frames = null;
        MethodHandle className = null;
        MethodHandle element = null;
        try {
            Class<?> walker = Class.forName("java.lang.StackWalker");
            Class<?> frame = Class.forName("java.lang.StackWalker$StackFrame");
            MethodHandles.Lookup lookup = MethodHandles.publicLookup();
            Object instance = walker.getMethod("getInstance").invoke(null);
            frames = lookup.findVirtual(walker, "walk", MethodType.methodType(Object.class, Function.class))
                    .bindTo(instance);
            className = lookup.findVirtual(frame, "getClassName", MethodType.methodType(String.class))
                    .asType(MethodType.methodType(String.class, Object.class));
            element = lookup.findVirtual(frame, "toStackTraceElement", MethodType.methodType(StackTraceElement.class))
                    .asType(MethodType.methodType(StackTraceElement.class, Object.class));
        } catch (ReflectiveOperationException before9) {
            frames = null;
        }
        FRAMES = frames;
        CLASS_NAME = className;
        ELEMENT = element;
    }

    private StackWalk() {}

    /** Null before JDK 9, and where it fails: then a Throwable has to do. */
    @SuppressWarnings("unchecked") // what apply returns
    static @Nullable List<String> frames() {
        MethodHandle walk = FRAMES;
        if (walk == null) {
            return null;
        }
        try {
            return (List<String>) (Object) walk.invokeExact((Function<?, ?>) WALK);
        } catch (Throwable unexpected) {
            return null;
        }
    }

    @Override
    public List<String> apply(Stream<?> stack) {
        List<String> frames = new ArrayList<String>(CallSite.MAX_FRAMES);
        try {
            Iterator<?> each = stack.iterator();
            while (each.hasNext() && frames.size() < CallSite.MAX_FRAMES) {
                Object frame = each.next();
                MethodHandle className = CLASS_NAME;
                MethodHandle element = ELEMENT;
                if (className != null && element != null && CallSite.isProgram((String) className.invokeExact(frame))) {
                    frames.add(CallSite.text((StackTraceElement) element.invokeExact(frame)));
                }
            }
        } catch (Throwable unexpected) {
            // What there is so far is true all the same.
            HookStats.of("callsite.socket").failed();
        }
        return frames;
    }
}
