package io.jvmtap.tls;

import java.security.InvalidKeyException;
import java.security.Key;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.Certificate;
import java.security.cert.PKIXCertPathChecker;
import java.security.cert.X509Certificate;
import java.security.interfaces.DSAKey;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Refuses certificates whose key or signature can be forged. Needed because this process lifts the JDK's own bans
 * ({@link TlsPolicy}): they are for the programs to apply. Trusted roots are not looked at: nobody verifies their signature.
 */
final class Weakness extends PKIXCertPathChecker {
    /** NIST SP 800-131A, and what Debian's OpenSSL takes (security level 2). */
    static final int MIN_RSA_BITS = 2048;

    static final int MIN_EC_BITS = 224;

    private static final Pattern BROKEN_HASH = Pattern.compile("(MD2|MD4|MD5|SHA-?1)(?!\\d).*");

    @Override
    public void init(boolean forward) {
        // No state: each certificate is judged by itself.
    }

    @Override
    public boolean isForwardCheckingSupported() {
        return true;
    }

    @Override
    public @Nullable Set<String> getSupportedExtensions() {
        return null;
    }

    @Override
    public void check(Certificate certificate, Collection<String> unresolved) throws CertPathValidatorException {
        String weakness = of((X509Certificate) certificate);
        if (weakness != null) {
            throw new CertPathValidatorException(weakness, null, null, -1, BasicReason.ALGORITHM_CONSTRAINED);
        }
    }

    /** @return null if there is none */
    static @Nullable String of(X509Certificate certificate) {
        String signature = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
        if (BROKEN_HASH.matcher(signature).matches()) {
            return "is signed with " + certificate.getSigAlgName() + ", which can be forged";
        }
        try {
            int bits = bits(certificate.getPublicKey());
            int least = certificate.getPublicKey() instanceof ECKey ? MIN_EC_BITS : MIN_RSA_BITS;
            return bits < least ? "has a key of " + bits + " bits; " + least + " is the least" : null;
        } catch (InvalidKeyException e) {
            return "has a key that cannot be read";
        }
    }

    private static int bits(Key key) throws InvalidKeyException {
        if (key instanceof RSAKey rsa) {
            return rsa.getModulus().bitLength();
        }
        if (key instanceof DSAKey dsa && dsa.getParams() != null) {
            return dsa.getParams().getP().bitLength();
        }
        if (key instanceof ECKey ec && ec.getParams() != null) {
            return ec.getParams().getOrder().bitLength();
        }
        if (key.getEncoded() == null) {
            throw new InvalidKeyException("no encoding");
        }
        // The Edwards curves have one strength each.
        return Integer.MAX_VALUE;
    }
}
