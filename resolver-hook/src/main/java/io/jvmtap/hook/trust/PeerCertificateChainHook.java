package io.jvmtap.hook.trust;

import javax.net.ssl.HandshakeCompletedEvent;
import javax.net.ssl.SSLSession;
import org.objectweb.asm.MethodVisitor;

/**
 * Each {@code getPeerCertificateChain()} of the old {@code javax.security.cert} kind, which sessions of Java 8 and 11
 * still answer: {@code TrustLegacyChain.shown} gets what it returns.
 */
public final class PeerCertificateChainHook extends DeclaredMethodHook {

    private static final String LEGACY_BRIDGE = "io/jvmtap/hook/boot/TrustLegacyChain";
    private static final String CHAIN = "[Ljavax/security/cert/X509Certificate;";

    /** For the registry of hooks. */
    public PeerCertificateChainHook() {
        super("getPeerCertificateChain");
    }

    @Override
    public String name() {
        return "trust.legacy";
    }

    @Override
    public boolean wantsLoaded(Class<?> loaded) {
        return SSLSession.class.isAssignableFrom(loaded) || HandshakeCompletedEvent.class.isAssignableFrom(loaded);
    }

    @Override
    boolean wantsMethod(int access, String descriptor) {
        return descriptor.equals("()" + CHAIN);
    }

    @Override
    MethodVisitor weaveMethod(MethodVisitor next, String owner, int version, int access, String descriptor) {
        return new ExitVisitor(next) {
            @Override
            void beforeReturn() {
                callBridge(LEGACY_BRIDGE, "shown", "(" + CHAIN + ")" + CHAIN);
            }
        };
    }
}
