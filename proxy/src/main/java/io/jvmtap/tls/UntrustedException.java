package io.jvmtap.tls;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** We do not believe a server, and break off the handshake with it. */
public final class UntrustedException extends CertificateException {
    private static final long serialVersionUID = 1;

    private final transient Refusal refusal;
    private final transient List<X509Certificate> chain;
    private final String protocol;
    private final String cipherSuite;

    UntrustedException(Refusal refusal, List<X509Certificate> chain, String protocol, String cipherSuite) {
        super(refusal.detail());
        this.refusal = refusal;
        this.chain = chain;
        this.protocol = protocol;
        this.cipherSuite = cipherSuite;
    }

    /** Finds it among what a failed handshake was caused by. */
    public static Optional<UntrustedException> in(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UntrustedException untrusted) {
                return Optional.of(untrusted);
            }
        }
        return Optional.empty();
    }

    public Refusal refusal() {
        return refusal;
    }

    /** What the server showed, leaf first. */
    public List<X509Certificate> chain() {
        return chain;
    }

    /** What the handshake had agreed on until then, by their JSSE names. */
    public String protocol() {
        return protocol;
    }

    public String cipherSuite() {
        return cipherSuite;
    }
}
