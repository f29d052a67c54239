package io.jvmtap.hook.loader;

import io.jvmtap.hook.agent.AtEntry;
import io.jvmtap.hook.agent.Hook;
import io.jvmtap.hook.agent.MethodTable;
import io.jvmtap.hook.boot.HookStats;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Every {@code loadClass} of a class that is not the JDK's: asked for a class of the boot part, it answers with that one
 * before it looks anywhere else. Where such a loader delegates by lists of packages, as those of OSGi do, a woven class
 * of its own could not call us otherwise, and would fail with {@code NoClassDefFoundError}.
 */
public final class LoadClassHook implements Hook {
    private static final String NAME = "loaders";
    private static final byte[] METHOD = "loadClass".getBytes(StandardCharsets.US_ASCII);
    private static final String BRIDGE = "LoaderBridge";
    private static final String BY_NAME = "(Ljava/lang/String;)Ljava/lang/Class;";
    private static final String BY_NAME_AND_LINKED = "(Ljava/lang/String;Z)Ljava/lang/Class;";
    private static final int NOT_OURS = Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE | Opcodes.ACC_STATIC;

    /** Theirs delegate to the boot loader; and a loader of the JDK's is under every other class that is loaded. */
    private static final String[] JDK = {"java/", "jdk/", "sun/", "com/sun/"};

    /** Not a lambda: it is asked while classes are being loaded. */
    private static final MethodTable.Filter FILTER = new MethodTable.Filter() {
        @Override
        public boolean wants(int access, String descriptor) {
            return isLoadClass(access, descriptor);
        }
    };

    public LoadClassHook() {
        MethodTable.seek(METHOD);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean wants(String internalName, byte[] classFile) {
        return !isJdks(internalName) && MethodTable.declares(classFile, METHOD, FILTER);
    }

    @Override
    public boolean wantsLoaded(Class<?> loaded) {
        return ClassLoader.class.isAssignableFrom(loaded)
                && loaded.getClassLoader() != null
                && loaded.getClassLoader() != LoadClassHook.class.getClassLoader()
                && !isJdks(loaded.getName().replace('.', '/'));
    }

    private static boolean isJdks(String internalName) {
        for (String start : JDK) {
            if (internalName.startsWith(start)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isLoadClass(int access, String descriptor) {
        return (access & NOT_OURS) == 0 && (descriptor.equals(BY_NAME) || descriptor.equals(BY_NAME_AND_LINKED));
    }

    @Override
    public ClassVisitor weave(ClassVisitor next, String internalName) {
        return new ClassVisitor(Opcodes.ASM9, next) {
            private boolean framed;

            @Override
            public void visit(
                    int version,
                    int access,
                    String name,
                    @Nullable String signature,
                    @Nullable String superName,
                    String @Nullable [] interfaces) {
                framed = (version & 0xFFFF) >= Opcodes.V1_6; // the minor version is in the upper half
                super.visit(version, access, name, signature, superName, interfaces);
            }

            @Override
            public @Nullable MethodVisitor visitMethod(
                    int access,
                    String name,
                    String descriptor,
                    @Nullable String signature,
                    String @Nullable [] exceptions) {
                MethodVisitor visitor = super.visitMethod(access, name, descriptor, signature, exceptions);
                if (visitor == null || !name.equals("loadClass") || !isLoadClass(access, descriptor)) {
                    return visitor;
                }
                HookStats.of(NAME).state(HookStats.IN_PLACE);
                return new LoadClassCode(visitor, framed);
            }
        };
    }

    private static final class LoadClassCode extends AtEntry {
        private final boolean framed;

        LoadClassCode(MethodVisitor next, boolean framed) {
            super(next);
            this.framed = framed;
        }

        @Override
        protected void insert() {
            Label theirs = new Label();
            visitVarInsn(Opcodes.ALOAD, 1);
            call(BRIDGE, "isOurs", "(Ljava/lang/String;)Z");
            visitJumpInsn(Opcodes.IFEQ, theirs);
            visitVarInsn(Opcodes.ALOAD, 1);
            call(BRIDGE, "load", BY_NAME);
            visitInsn(Opcodes.ARETURN);
            if (framed) {
                land(theirs);
            } else {
                visitLabel(theirs);
            }
        }
    }
}
