package io.jvmtap.ca;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/**
 * What a leaf's key looks like from outside: the client's choice of cipher suite and signature scheme depends on it.
 *
 * @param algorithm name for {@link KeyPairGenerator}
 * @param parameter bits of an RSA key, OID of an EC curve, empty for the others
 */
record KeyKind(String algorithm, String parameter) {
    static final KeyKind P256 = new KeyKind("EC", "1.2.840.10045.3.1.7");
    static final KeyKind RSA_2048 = new KeyKind("RSA", "2048");

    /** The JDK makes no smaller ones. */
    private static final int MIN_RSA_BITS = 512;

    /** Above this a key takes 10 s and more to find; the program judges the real leaf inside, so nothing is lost. */
    private static final int MAX_RSA_BITS = 4096;

    /** The kind to mint for that real key; P-256 for kinds that TLS servers cannot use through the JDK (DSA, ...). */
    static KeyKind of(SubjectPublicKeyInfo key) {
        ASN1ObjectIdentifier algorithm = key.getAlgorithm().getAlgorithm();
        if (algorithm.equals(PKCSObjectIdentifiers.rsaEncryption)) {
            return rsa("RSA", key);
        }
        if (algorithm.equals(PKCSObjectIdentifiers.id_RSASSA_PSS)) {
            return rsa("RSASSA-PSS", key);
        }
        if (algorithm.equals(X9ObjectIdentifiers.id_ecPublicKey)
                && key.getAlgorithm().getParameters() instanceof ASN1ObjectIdentifier curve) {
            return new KeyKind("EC", curve.getId());
        }
        if (algorithm.equals(EdECObjectIdentifiers.id_Ed25519)) {
            return new KeyKind("Ed25519", "");
        }
        if (algorithm.equals(EdECObjectIdentifiers.id_Ed448)) {
            return new KeyKind("Ed448", "");
        }
        return P256;
    }

    private static KeyKind rsa(String algorithm, SubjectPublicKeyInfo key) {
        try {
            RSAPublicKey real = RSAPublicKey.getInstance(key.parsePublicKey());
            if (real == null) {
                // BouncyCastle reads no bytes as no key.
                return P256;
            }
            int bits = real.getModulus().bitLength();
            return new KeyKind(algorithm, String.valueOf(Math.max(MIN_RSA_BITS, Math.min(MAX_RSA_BITS, bits))));
        } catch (IOException | IllegalArgumentException damaged) {
            return P256;
        }
    }

    /** @throws GeneralSecurityException for a curve that this JDK does not have */
    KeyPair generate() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        if (algorithm.startsWith("RSA")) {
            generator.initialize(Integer.parseInt(parameter));
        } else if (algorithm.equals("EC")) {
            generator.initialize(new ECGenParameterSpec(parameter));
        }
        return generator.generateKeyPair();
    }
}
