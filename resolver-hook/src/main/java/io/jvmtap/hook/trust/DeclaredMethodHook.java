package io.jvmtap.hook.trust;

import io.jvmtap.hook.agent.Hook;
import io.jvmtap.hook.agent.MethodTable;
import io.jvmtap.hook.boot.HookStats;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * A hook on every method of a name, in whatever class: trust managers and sessions come from anywhere. Whether a class
 * has such a method is read from its bytes, never from its hierarchy, which would have to be loaded for that.
 */
abstract class DeclaredMethodHook implements Hook {

    static final String BRIDGE = "io/jvmtap/hook/boot/TrustBridge";
    private static final String OURS = "io/jvmtap/hook/";
    private static final int WITHOUT_CODE = Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE;

    private final String method;
    private final byte[] methodBytes;

    /** Not a lambda: it is asked while classes are being loaded. */
    private final MethodTable.Filter filter = new MethodTable.Filter() {
        @Override
        public boolean wants(int access, String descriptor) {
            return matches(access, descriptor);
        }
    };

    DeclaredMethodHook(String method) {
        this.method = method;
        this.methodBytes = method.getBytes(StandardCharsets.US_ASCII);
        MethodTable.seek(methodBytes);
    }

    /** Whether a method of the name, with code, is to be changed. */
    abstract boolean wantsMethod(int access, String descriptor);

    /** Whether a class that was loaded before the agent, whose bytes are not at hand, can have such a method. */
    @Override
    public abstract boolean wantsLoaded(Class<?> loaded);

    /**
     * A visitor that inserts the bridge calls into such a method.
     *
     * @param version of the class file; one before {@link Opcodes#V1_6} has no stack map frames
     */
    abstract MethodVisitor weaveMethod(MethodVisitor next, String owner, int version, int access, String descriptor);

    @Override
    public final boolean wants(String internalName, byte[] classFile) {
        return !internalName.startsWith(OURS) && MethodTable.declares(classFile, methodBytes, filter);
    }

    @Override
    public final ClassVisitor weave(ClassVisitor next, String internalName) {
        return new ClassVisitor(Opcodes.ASM9, next) {
            private int major;

            @Override
            public void visit(
                    int version,
                    int access,
                    String name,
                    @Nullable String signature,
                    @Nullable String superName,
                    String @Nullable [] interfaces) {
                major = version & 0xFFFF; // the minor version is in the upper half
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
                if (visitor == null || !name.equals(method) || !matches(access, descriptor)) {
                    return visitor;
                }
                HookStats.of(DeclaredMethodHook.this.name()).state(HookStats.IN_PLACE);
                return weaveMethod(visitor, internalName, major, access, descriptor);
            }
        };
    }

    private boolean matches(int access, String descriptor) {
        return (access & WITHOUT_CODE) == 0 && wantsMethod(access, descriptor);
    }
}
