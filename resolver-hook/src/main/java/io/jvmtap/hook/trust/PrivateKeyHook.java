package io.jvmtap.hook.trust;

import javax.net.ssl.X509KeyManager;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Each {@code getPrivateKey(String)}: {@code KeyBridge.ask} at its entry gets the key manager and the alias, and
 * {@code given} before its returns the key, so that it can answer a server that asks for a client certificate.
 */
public final class PrivateKeyHook extends DeclaredMethodHook {

    private static final String KEYS = "io/jvmtap/hook/boot/KeyBridge";

    /** For the registry of hooks. */
    public PrivateKeyHook() {
        super("getPrivateKey");
    }

    @Override
    public String name() {
        return "trust.key";
    }

    @Override
    public boolean wantsLoaded(Class<?> loaded) {
        return X509KeyManager.class.isAssignableFrom(loaded);
    }

    @Override
    boolean wantsMethod(int access, String descriptor) {
        return (access & Opcodes.ACC_STATIC) == 0
                && descriptor.equals("(Ljava/lang/String;)Ljava/security/PrivateKey;");
    }

    @Override
    MethodVisitor weaveMethod(MethodVisitor next, String owner, int version, int access, String descriptor) {
        return new ExitVisitor(next) {
            @Override
            public void visitCode() {
                super.visitCode();
                super.visitVarInsn(Opcodes.ALOAD, 0);
                super.visitVarInsn(Opcodes.ALOAD, 1);
                callBridge(KEYS, "ask", "(Ljava/lang/Object;Ljava/lang/String;)V");
            }

            @Override
            void beforeReturn() {
                super.visitInsn(Opcodes.DUP);
                callBridge(KEYS, "given", "(Ljava/security/PrivateKey;)V");
            }
        };
    }
}
