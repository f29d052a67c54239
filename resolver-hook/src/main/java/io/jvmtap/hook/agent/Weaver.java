package io.jvmtap.hook.agent;

import io.jvmtap.hook.boot.HookStats;
import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

/** Runs all hooks over a class in one pass. Called by the JVM on any thread that loads a class; never throws. */
public final class Weaver implements ClassFileTransformer {
    private static final String BRIDGES = "io/jvmtap/hook/boot/";
    private static final @Nullable ClassLoader OWN = Weaver.class.getClassLoader();

    /**
     * Newest class file that is read as what it is. Newer ones pass as this: the format has only ever grown, and an
     * unknown attribute is copied. Without it a new JDK would be refused by its version number alone.
     */
    private static final int NEWEST = Opcodes.V25;

    private final Hook[] hooks;
    private final ThreadLocal<Object> busy = new ThreadLocal<Object>();

    /** Which loaders can see the boot part; asked once of each that loads a class that a hook wants. */
    private final Map<ClassLoader, Boolean> sighted = new WeakHashMap<ClassLoader, Boolean>();

    public Weaver(List<Hook> hooks) {
        this.hooks = hooks.toArray(new Hook[0]);
    }

    @Override
    public byte @Nullable [] transform(
            @Nullable ClassLoader loader,
            @Nullable String name,
            @Nullable Class<?> redefined,
            @Nullable ProtectionDomain domain,
            byte[] classFile) {
        if (name == null || loader == OWN || name.startsWith(BRIDGES)) {
            return null;
        }
        // Our own work loads classes too; on JDK 8 they come by here while it is going on.
        if (busy.get() != null) {
            return null;
        }
        busy.set(this);
        try {
            return transform(loader, name, classFile);
        } finally {
            busy.remove();
            MethodTable.forget();
        }
    }

    private byte @Nullable [] transform(@Nullable ClassLoader loader, String name, byte[] classFile) {
        boolean[] wanted = null;
        for (int i = 0; i < hooks.length; i++) {
            if (wants(hooks[i], name, classFile)) {
                wanted = wanted == null ? new boolean[hooks.length] : wanted;
                wanted[i] = true;
            }
        }
        if (wanted == null) {
            return null;
        }
        if (!seesBridges(loader)) {
            miss(wanted, false);
            return null;
        }
        return weave(name, classFile, wanted);
    }

    /** Some loaders hide even the boot class path (OSGi's do): a woven class of theirs could not call us. */
    private boolean seesBridges(@Nullable ClassLoader loader) {
        if (loader == null) {
            return true;
        }
        synchronized (sighted) {
            Boolean known = sighted.get(loader);
            if (known != null) {
                return known;
            }
        }
        boolean sees;
        try {
            sees = Class.forName(HookStats.class.getName(), false, loader) == HookStats.class;
        } catch (ClassNotFoundException | RuntimeException | LinkageError hidden) {
            sees = false;
        }
        synchronized (sighted) {
            sighted.put(loader, sees);
        }
        return sees;
    }

    /** Whether some hook wants to change this class, which is loaded already. */
    public boolean wantsLoaded(Class<?> loaded) {
        for (Hook hook : hooks) {
            try {
                if (hook.wantsLoaded(loaded)) {
                    return true;
                }
            } catch (Throwable suppressed) {
                HookStats.of(hook.name()).failed();
            }
        }
        return false;
    }

    private static boolean wants(Hook hook, String name, byte[] classFile) {
        try {
            return hook.wants(name, classFile);
        } catch (Throwable suppressed) {
            HookStats.of(hook.name()).failed();
            return false;
        }
    }

    private byte @Nullable [] weave(String name, byte[] classFile, boolean[] wanted) {
        try {
            ClassReader reader = new ClassReader(clamped(classFile));
            ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
            ClassVisitor chain = writer;
            for (int i = 0; i < hooks.length; i++) {
                if (wanted[i]) {
                    chain = hooks[i].weave(chain, name);
                }
            }
            reader.accept(chain, 0);
            byte[] woven = writer.toByteArray();
            woven[6] = classFile[6];
            woven[7] = classFile[7];
            return woven;
        } catch (Throwable suppressed) {
            miss(wanted, true);
            return null;
        }
    }

    private void miss(boolean[] wanted, boolean failed) {
        for (int i = 0; i < hooks.length; i++) {
            if (wanted[i]) {
                HookStats stats = HookStats.of(hooks[i].name());
                stats.state(HookStats.MISSING);
                if (failed) {
                    stats.failed();
                }
            }
        }
    }

    private static byte[] clamped(byte[] classFile) {
        int major = (classFile[6] & 0xFF) << 8 | classFile[7] & 0xFF;
        if (major <= NEWEST) {
            return classFile;
        }
        byte[] copy = classFile.clone();
        copy[6] = 0;
        copy[7] = NEWEST;
        return copy;
    }
}
