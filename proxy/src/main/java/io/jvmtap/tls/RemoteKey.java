package io.jvmtap.tls;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.RSAKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.AlgorithmParameterSpec;
import org.jspecify.annotations.Nullable;

/**
 * Stands for a private key that is not here. Has no encoding, so that no provider but {@link RemoteSignatures} takes it.
 */
class RemoteKey implements PrivateKey {
    private static final long serialVersionUID = 1;

    private final PublicKey publicKey;
    private final transient RemoteSigner signer;

    private RemoteKey(PublicKey publicKey, RemoteSigner signer) {
        this.publicKey = publicKey;
        this.signer = signer;
    }

    static RemoteKey of(PublicKey publicKey, RemoteSigner signer) {
        return publicKey instanceof RSAPublicKey rsa ? new OfRsa(rsa, signer) : new RemoteKey(publicKey, signer);
    }

    RemoteSigner signer() {
        return signer;
    }

    byte[] publicKeySha256() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(publicKey.getEncoded());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public String getAlgorithm() {
        return publicKey.getAlgorithm();
    }

    @Override
    public @Nullable String getFormat() {
        return null;
    }

    @Override
    public byte @Nullable [] getEncoded() {
        return null;
    }

    /** JSSE judges by the modulus which RSA signatures a key is long enough for. */
    private static final class OfRsa extends RemoteKey implements RSAKey {
        private static final long serialVersionUID = 1;

        private final BigInteger modulus;

        OfRsa(RSAPublicKey key, RemoteSigner signer) {
            super(key, signer);
            modulus = key.getModulus();
        }

        @Override
        public BigInteger getModulus() {
            return modulus;
        }

        /** From 22 on two interfaces have a default for this, and without ours neither would count. */
        @Override
        public @Nullable AlgorithmParameterSpec getParams() {
            return null;
        }
    }
}
