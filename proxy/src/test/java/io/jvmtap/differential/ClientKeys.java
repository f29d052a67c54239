package io.jvmtap.differential;

import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A private authority for clients, and PKCS#12 files with keys that it has certified. */
final class ClientKeys {
    private final X500Name name;
    private final KeyPair key = pair("EC", 256);
    private final X509Certificate authority;

    ClientKeys(String name) throws Exception {
        this.name = new X500Name("CN=" + name);
        authority = certificate(this.name, key, true);
    }

    X509Certificate authority() {
        return authority;
    }

    /** @return the file, with the password {@link TestCertificates#STORE_PASSWORD} */
    Path store(Path directory, String subject, String algorithm, int bits) throws Exception {
        KeyPair pair = pair(algorithm, bits);
        X509Certificate leaf = certificate(new X500Name("CN=" + subject), pair, false);
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        char[] password = TestCertificates.STORE_PASSWORD.toCharArray();
        store.setKeyEntry("client", pair.getPrivate(), password, new Certificate[] {leaf, authority});
        Path file = directory.resolve(subject + ".p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, password);
        }
        return file;
    }

    private X509Certificate certificate(X500Name subject, KeyPair pair, boolean isAuthority) throws Exception {
        Instant now = Instant.now();
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                        name,
                        BigInteger.valueOf(now.toEpochMilli()),
                        Date.from(now.minus(Duration.ofDays(1))),
                        Date.from(now.plus(Duration.ofDays(1))),
                        subject,
                        pair.getPublic())
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(isAuthority));
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key.getPrivate())));
    }

    private static KeyPair pair(String algorithm, int bits) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(bits);
        return generator.generateKeyPair();
    }
}
