package io.jvmtap.hook.boot;

import java.security.cert.CertificateEncodingException;
import javax.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/**
 * The bridge for {@code SSLSession.getPeerCertificateChain}, whose certificate type was deprecated in Java 9 and may go:
 * a class of its own, loaded only where a program still calls that method.
 */
public final class TrustLegacyChain {

    private static final HookStats LEGACY = HookStats.of("trust.legacy");

    private TrustLegacyChain() {}

    /** The real chain for a chain of ours, any other chain as it is. Never throws. */
    public static X509Certificate @Nullable [] shown(X509Certificate @Nullable [] chain) {
        LEGACY.ran();
        try {
            if (chain == null || chain.length == 0 || TrustAuthority.current() == null) {
                return chain;
            }
            TrustLeaf leaf = TrustBridge.leafOf(TrustLeaf.certificate(chain[0].getEncoded()));
            if (leaf == null) {
                return chain;
            }
            X509Certificate[] real = chain.clone();
            real[0] = X509Certificate.getInstance(encoded(leaf));
            return real;
        } catch (Throwable e) {
            LEGACY.failed();
            return chain;
        }
    }

    private static byte[] encoded(TrustLeaf leaf) throws CertificateEncodingException {
        return leaf.real().getEncoded();
    }
}
