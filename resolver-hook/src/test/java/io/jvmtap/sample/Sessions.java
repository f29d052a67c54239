package io.jvmtap.sample;

import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** Sessions that answer with what they were given, in the shapes that TLS stacks use. */
public final class Sessions {

    private Sessions() {}

    public interface Narrow {
        Certificate[] getPeerCertificates();
    }

    /** Covariant, as Conscrypt's: the compiler adds a bridge method of the wider type. */
    public static class Covariant implements Narrow {
        private final X509Certificate[] chain;

        public Covariant(X509Certificate... chain) {
            this.chain = chain;
        }

        @Override
        public X509Certificate[] getPeerCertificates() {
            return chain;
        }
    }

    /** Answers a {@code javax.security.cert} chain. */
    @SuppressWarnings("removal") // what is tested is the removed API
    public static class Legacy {
        private final javax.security.cert.X509Certificate[] chain;

        public Legacy(javax.security.cert.X509Certificate... chain) {
            this.chain = chain;
        }

        public javax.security.cert.X509Certificate[] getPeerCertificateChain() {
            return chain;
        }
    }

    /** Not a session at all, but with the methods of one. */
    public static class NoSession {
        public List<byte[]> getStatusResponses() {
            return new ArrayList<>();
        }

        public String getPeerCertificates() {
            return "none";
        }
    }
}
