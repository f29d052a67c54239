package io.jvmtap.tls;

import java.io.ByteArrayOutputStream;
import java.security.AlgorithmParameters;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.InvalidParameterException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The security provider through which JSSE signs with a {@link RemoteKey}; no other key is any of its business. */
final class RemoteSignatures extends Provider {
    private static final long serialVersionUID = 1;

    /** What SunJSSE signs a CertificateVerify with ({@code SignatureScheme} and {@code CertificateVerify} of OpenJDK). */
    private static final List<String> ALGORITHMS = List.of(
            "RSASSA-PSS",
            "SHA1withRSA",
            "SHA224withRSA",
            "SHA256withRSA",
            "SHA384withRSA",
            "SHA512withRSA",
            "MD5andSHA1withRSA",
            "SHA1withECDSA",
            "SHA224withECDSA",
            "SHA256withECDSA",
            "SHA384withECDSA",
            "SHA512withECDSA",
            "Ed25519",
            "Ed448");

    private RemoteSignatures() {
        super("jvmtap", "1", "signs with keys that stay in the program's JVM");
        ALGORITHMS.forEach(algorithm -> putService(new ByRemoteKey(this, algorithm)));
    }

    /** Idempotent; behind all other providers, so that nothing else changes. */
    static void register() {
        if (Security.getProvider("jvmtap") == null) {
            Security.addProvider(new RemoteSignatures());
        }
    }

    private static final class ByRemoteKey extends Service {
        ByRemoteKey(Provider provider, String algorithm) {
            super(
                    provider,
                    "Signature",
                    algorithm,
                    Remote.class.getName(),
                    List.of(),
                    Map.of("SupportedKeyClasses", RemoteKey.class.getName()));
        }

        @Override
        public Object newInstance(@Nullable Object parameter) {
            return new Remote(getAlgorithm());
        }

        @Override
        public boolean supportsParameter(@Nullable Object key) {
            return key instanceof RemoteKey;
        }
    }

    private static final class Remote extends SignatureSpi {
        private final String algorithm;
        private final ByteArrayOutputStream toSign = new ByteArrayOutputStream();
        private String parameters = "";
        private @Nullable RemoteKey key;

        Remote(String algorithm) {
            this.algorithm = algorithm;
        }

        @Override
        protected void engineInitSign(PrivateKey privateKey) throws InvalidKeyException {
            if (!(privateKey instanceof RemoteKey remote)) {
                throw new InvalidKeyException("not a remote key");
            }
            key = remote;
            toSign.reset();
        }

        @Override
        protected void engineSetParameter(AlgorithmParameterSpec spec) throws InvalidAlgorithmParameterException {
            if (!(spec instanceof PSSParameterSpec pss)) {
                throw new InvalidAlgorithmParameterException("only those of RSASSA-PSS");
            }
            parameters = pss.getDigestAlgorithm() + " " + pss.getSaltLength();
        }

        @Override
        protected void engineUpdate(byte one) {
            toSign.write(one);
        }

        @Override
        protected void engineUpdate(byte[] bytes, int from, int length) {
            toSign.write(bytes, from, length);
        }

        @Override
        protected byte[] engineSign() throws SignatureException {
            RemoteKey signing = key;
            if (signing == null) {
                throw new SignatureException("no key");
            }
            byte[] all = toSign.toByteArray();
            toSign.reset();
            return signing.signer().sign(signing.publicKeySha256(), algorithm, parameters, all);
        }

        @Override
        protected void engineInitVerify(PublicKey publicKey) throws InvalidKeyException {
            throw new InvalidKeyException("this provider only signs");
        }

        @Override
        protected boolean engineVerify(byte[] signature) throws SignatureException {
            throw new SignatureException("this provider only signs");
        }

        @Override
        protected @Nullable AlgorithmParameters engineGetParameters() {
            return null;
        }

        @Override
        @Deprecated
        protected void engineSetParameter(String name, Object value) {
            throw new InvalidParameterException(name);
        }

        @Override
        @Deprecated
        protected Object engineGetParameter(String name) {
            throw new InvalidParameterException(name);
        }
    }
}
