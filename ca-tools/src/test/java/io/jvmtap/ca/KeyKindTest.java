package io.jvmtap.ca;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.math.BigInteger;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.junit.jupiter.api.Test;

class KeyKindTest {
    private static final AlgorithmIdentifier RSA =
            new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE);

    @Test
    void rsaLengthsAreKeptWithinBounds() throws Exception {
        assertEquals("512", rsa(256).parameter());
        assertEquals("1023", rsa(1023).parameter());
        assertEquals(KeyKind.RSA_2048, rsa(2048));
        assertEquals("4096", rsa(4096).parameter());
        assertEquals("4096", rsa(16384).parameter());
    }

    @Test
    void aDamagedKeyBecomesP256() {
        assertSame(KeyKind.P256, KeyKind.of(new SubjectPublicKeyInfo(RSA, new byte[] {1, 2, 3})));
        assertSame(KeyKind.P256, KeyKind.of(new SubjectPublicKeyInfo(RSA, new byte[0])));
    }

    @Test
    void aCurveThatTheJdkDoesNotHaveBecomesP256() throws Exception {
        ASN1ObjectIdentifier noCurve = new ASN1ObjectIdentifier("1.3.132.0.10.99");
        KeyKind kind = KeyKind.of(new SubjectPublicKeyInfo(
                new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, noCurve), new byte[65]));
        LeafKeys keys = new LeafKeys();

        assertEquals(noCurve.getId(), kind.parameter());
        assertSame(keys.pair(KeyKind.P256), keys.pair(kind));
    }

    private static KeyKind rsa(int bits) throws Exception {
        BigInteger modulus = BigInteger.ONE.shiftLeft(bits - 1).setBit(0);
        return KeyKind.of(new SubjectPublicKeyInfo(RSA, new RSAPublicKey(modulus, BigInteger.valueOf(65537))));
    }
}
