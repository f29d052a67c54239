package io.jvmtap.hook.trust;

import javax.net.ssl.SSLSession;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Each {@code getStatusResponses()} of a session: {@code TrustBridge.askStaples} at its entry gets the session, and
 * {@code staples} before its returns what it returns.
 */
public final class StatusResponsesHook extends DeclaredMethodHook {

    private static final String LIST = "Ljava/util/List;";

    /** For the registry of hooks. */
    public StatusResponsesHook() {
        super("getStatusResponses");
    }

    @Override
    public String name() {
        return "trust.staples";
    }

    @Override
    public boolean wantsLoaded(Class<?> loaded) {
        return SSLSession.class.isAssignableFrom(loaded);
    }

    @Override
    boolean wantsMethod(int access, String descriptor) {
        return descriptor.equals("()" + LIST) && (access & Opcodes.ACC_STATIC) == 0;
    }

    @Override
    MethodVisitor weaveMethod(MethodVisitor next, String owner, int version, int access, String descriptor) {
        return new ExitVisitor(next) {
            @Override
            public void visitCode() {
                super.visitCode();
                super.visitVarInsn(Opcodes.ALOAD, 0);
                callBridge(BRIDGE, "askStaples", "(Ljava/lang/Object;)V");
            }

            @Override
            void beforeReturn() {
                callBridge(BRIDGE, "staples", "(" + LIST + ")" + LIST);
            }

            @Override
            public void visitMaxs(int maxStack, int maxLocals) {
                super.visitMaxs(Math.max(maxStack, 1), maxLocals);
            }
        };
    }
}
