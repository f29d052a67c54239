package io.jvmtap.hook.trust;

import javax.net.ssl.HandshakeCompletedEvent;
import javax.net.ssl.SSLSession;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Type;

/**
 * Each {@code getPeerCertificates()} that returns an array of certificates, such as those of TLS sessions and handshake
 * events: {@code TrustBridge.shown} gets what it returns.
 */
public final class PeerCertificatesHook extends DeclaredMethodHook {

    /** For the registry of hooks. */
    public PeerCertificatesHook() {
        super("getPeerCertificates");
    }

    @Override
    public String name() {
        return "trust.session";
    }

    @Override
    public boolean wantsLoaded(Class<?> loaded) {
        return SSLSession.class.isAssignableFrom(loaded) || HandshakeCompletedEvent.class.isAssignableFrom(loaded);
    }

    @Override
    boolean wantsMethod(int access, String descriptor) {
        return descriptor.equals("()[Ljava/security/cert/Certificate;")
                || descriptor.equals("()[Ljava/security/cert/X509Certificate;");
    }

    @Override
    MethodVisitor weaveMethod(MethodVisitor next, String owner, int version, int access, String descriptor) {
        Type chain = Type.getReturnType(descriptor);
        return new ExitVisitor(next) {
            @Override
            void beforeReturn() {
                callBridge(BRIDGE, "shown", Type.getMethodDescriptor(chain, chain));
            }
        };
    }
}
