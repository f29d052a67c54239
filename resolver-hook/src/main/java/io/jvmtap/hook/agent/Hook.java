package io.jvmtap.hook.agent;

import org.objectweb.asm.ClassVisitor;

/**
 * One place of the JVM that the agent watches. To add one: implement this (mostly by extending {@link MethodHook}) in a
 * package of its own, put what it calls into {@code hook.boot}, and register it in {@code hook.start.Hooks}.
 */
public interface Hook {
    /** Name in reports and in {@code -Djvmtap.hooks.off=name,name}; dotted, e.g. {@code connect.net}. */
    String name();

    /** Whether this Java has anything to hook; if not, the hook is not reported either. */
    default boolean isForThisJava() {
        return true;
    }

    /**
     * Whether {@link #weave} should see this class. Asked for every class loaded, by any loader, so it must be cheap: a
     * look at the name or a search of the bytes, no parsing.
     *
     * @param internalName with slashes
     * @param classFile the bytes, or none where a loaded class is asked about by name only
     */
    boolean wants(String internalName, byte[] classFile);

    /** Whether a class that was loaded before the agent should be woven anew; by default by its name alone. */
    default boolean wantsLoaded(Class<?> loaded) {
        return wants(loaded.getName().replace('.', '/'), new byte[0]);
    }

    /**
     * Puts a visitor before the given one that inserts calls of static bridge methods of {@code hook.boot}, and nothing
     * more. No fields, no methods, no new local variables: a loaded class cannot change its shape. Frames are kept and
     * new ones written by hand, because computing them would load classes. May return {@code next} itself.
     */
    ClassVisitor weave(ClassVisitor next, String internalName);
}
