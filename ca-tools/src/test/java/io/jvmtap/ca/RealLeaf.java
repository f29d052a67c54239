package io.jvmtap.ca;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/** Makes what a server on the Internet would show. */
record RealLeaf(X500Name subject, Instant notBefore, Instant notAfter, boolean extensions) {
    static final Instant START = Instant.parse("2026-01-02T03:04:05Z");
    static final Instant END = Instant.parse("2051-06-07T08:09:10Z");

    static RealLeaf usual() {
        return new RealLeaf(new X500Name("C=AT,O=Bäcker & Söhne,CN=shop.example"), START, END, true);
    }

    X509Certificate ofKind(String algorithm, @Nullable AlgorithmParameterSpec parameters) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        if (parameters != null) {
            generator.initialize(parameters);
        }
        return of(generator.generateKeyPair());
    }

    X509Certificate p256() throws Exception {
        return ofKind("EC", new ECGenParameterSpec("secp256r1"));
    }

    X509Certificate rsa(int bits) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(bits);
        return of(generator.generateKeyPair());
    }

    /** Signed by an issuer of its own, whom nobody knows. */
    X509Certificate of(KeyPair pair) throws Exception {
        KeyPair issuer = KeyKind.P256.generate();
        X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                new X500Name("CN=Unknown issuer"),
                BigInteger.TEN,
                Date.from(notBefore),
                Date.from(notAfter),
                subject,
                SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()));
        if (extensions) {
            builder.addExtension(
                            Extension.keyUsage,
                            true,
                            new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment))
                    .addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(new KeyPurposeId[] {
                        KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
                    }))
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                    .addExtension(
                            Extension.subjectAlternativeName,
                            subject.getRDNs().length == 0,
                            new GeneralNames(new GeneralName(GeneralName.dNSName, "shop.example")));
        }
        byte[] der = builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(issuer.getPrivate()))
                .getEncoded();
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
    }
}
