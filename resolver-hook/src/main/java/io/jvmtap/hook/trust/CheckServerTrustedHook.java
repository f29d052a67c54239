package io.jvmtap.hook.trust;

import javax.net.ssl.X509TrustManager;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Each {@code checkServerTrusted} that takes a chain first, any overload and whatever it returns: it judges the real
 * chain, and the outcome is reported. {@code TrustBridge.enter} stands at its entry, {@code accepted} before its returns
 * and {@code refused} in a handler around all of it.
 */
public final class CheckServerTrustedHook extends DeclaredMethodHook {

    private static final String ARRAY = "[Ljava/security/cert/X509Certificate;";
    private static final String LIST = "Ljava/util/List;";
    private static final String SOCKET = "Ljava/net/Socket;";
    private static final String REST = "Ljava/lang/Object;" + SOCKET + ")";

    /** For the registry of hooks. */
    public CheckServerTrustedHook() {
        super("checkServerTrusted");
    }

    @Override
    public String name() {
        return "trust.check";
    }

    @Override
    public boolean wantsLoaded(Class<?> loaded) {
        return X509TrustManager.class.isAssignableFrom(loaded);
    }

    @Override
    boolean wantsMethod(int access, String descriptor) {
        return descriptor.startsWith(ARRAY, 1) || descriptor.startsWith(LIST, 1);
    }

    @Override
    MethodVisitor weaveMethod(MethodVisitor next, String owner, int version, int access, String descriptor) {
        boolean isStatic = (access & Opcodes.ACC_STATIC) != 0;
        return new GuardVisitor(next, version) {
            @Override
            void onEntry() {
                int chain = isStatic ? 0 : 1;
                String chainType = Type.getArgumentTypes(descriptor)[0].getDescriptor();
                super.visitVarInsn(Opcodes.ALOAD, chain);
                if (isStatic) {
                    super.visitLdcInsn(owner.replace('/', '.'));
                } else {
                    super.visitVarInsn(Opcodes.ALOAD, 0);
                }
                loadSocket(chain);
                callBridge(BRIDGE, "enter", "(" + chainType + REST + chainType);
                super.visitVarInsn(Opcodes.ASTORE, chain);
            }

            private void loadSocket(int firstLocal) {
                int local = firstLocal;
                for (Type argument : Type.getArgumentTypes(descriptor)) {
                    if (argument.getDescriptor().equals(SOCKET)) {
                        super.visitVarInsn(Opcodes.ALOAD, local);
                        return;
                    }
                    local += argument.getSize();
                }
                super.visitInsn(Opcodes.ACONST_NULL);
            }

            @Override
            void beforeReturn() {
                callBridge(BRIDGE, "accepted", "()V");
            }

            @Override
            void onThrow() {
                callBridge(BRIDGE, "refused", "(Ljava/lang/Throwable;)V");
            }
        };
    }
}
