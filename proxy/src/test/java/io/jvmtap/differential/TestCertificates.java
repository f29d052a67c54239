package io.jvmtap.differential;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A private authority with an intermediate one, and the leaves, good and bad, that a server can show. */
public final class TestCertificates {
    /** The name of the test server; {@code .test} never exists (RFC 6761 section 6.2). */
    public static final String NAME = "server.jvmtap.test";

    public static final String STORE_PASSWORD = "changeit";

    private static final Duration VALIDITY = Duration.ofDays(30);

    /** What a server shows. */
    public enum Leaf {
        VALID,
        /** Ended a day ago. */
        EXPIRED,
        /** Issued by itself; no chain. */
        SELF_SIGNED,
        /** For another name. */
        WRONG_HOST,
        /** Valid, but the intermediate certificate is not sent. */
        INCOMPLETE_CHAIN
    }

    private final KeyPair rootKey = keyPair();
    private final KeyPair intermediateKey = keyPair();
    private final X500Name rootName = new X500Name("CN=Test Root,O=jvmtap tests");
    private final X500Name intermediateName = new X500Name("CN=Test Intermediate,O=jvmtap tests");
    private final Instant start = Instant.now().minus(Duration.ofDays(3));
    private final X509Certificate root;
    private final X509Certificate intermediate;
    private int serial;

    public TestCertificates() throws GeneralSecurityException, IOException {
        Instant end = start.plus(VALIDITY);
        root = authority(rootName, rootKey, rootName, rootKey, end);
        intermediate = authority(rootName, rootKey, intermediateName, intermediateKey, end);
    }

    public X509Certificate root() {
        return root;
    }

    /** A context for a server that shows this leaf and has its clients judged so, if at all. */
    public SSLContext server(Leaf leaf, TrustManager... clients) throws GeneralSecurityException, IOException {
        return server(keyStore(leaf), clients);
    }

    /** The same for a key that {@link #keyStore} made. */
    public static SSLContext server(KeyStore store, TrustManager... clients) throws GeneralSecurityException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, STORE_PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), clients.length == 0 ? null : clients, null);
        return context;
    }

    /** A new key with the chain to show for this leaf, under the alias {@code server}. */
    public KeyStore keyStore(Leaf leaf) throws GeneralSecurityException, IOException {
        KeyPair key = keyPair();
        X509Certificate certificate = leaf(leaf, key);
        boolean alone = leaf == Leaf.SELF_SIGNED || leaf == Leaf.INCOMPLETE_CHAIN;
        Certificate[] chain = alone ? new Certificate[] {certificate} : new Certificate[] {certificate, intermediate};
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("server", key.getPrivate(), STORE_PASSWORD.toCharArray(), chain);
        return store;
    }

    /**
     * The chain of a good server but for the leaf's key, validity and hash.
     *
     * @param signature by the intermediate authority, such as {@code SHA1withECDSA}
     */
    public KeyStore keyStore(KeyPair key, Instant from, Instant until, String signature)
            throws GeneralSecurityException, IOException {
        X500Name subject = new X500Name("CN=" + NAME + ",O=jvmtap tests");
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                        intermediateName,
                        BigInteger.valueOf(++serial),
                        Date.from(from),
                        Date.from(until),
                        subject,
                        key.getPublic())
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                .addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(new GeneralName(GeneralName.dNSName, NAME)));
        Certificate[] chain = {signed(builder, intermediateKey, signature), intermediate};
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("server", key.getPrivate(), STORE_PASSWORD.toCharArray(), chain);
        return store;
    }

    /** Writes a PKCS#12 store with the root, for {@code javax.net.ssl.trustStore}. */
    public Path trustStore(Path directory) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("root", root);
        Path file = directory.resolve("trust.p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, STORE_PASSWORD.toCharArray());
        }
        return file;
    }

    private X509Certificate leaf(Leaf leaf, KeyPair key) throws GeneralSecurityException, IOException {
        String name = leaf == Leaf.WRONG_HOST ? "other.jvmtap.test" : NAME;
        X500Name subject = new X500Name("CN=" + name + ",O=jvmtap tests");
        Instant end = leaf == Leaf.EXPIRED ? Instant.now().minus(Duration.ofDays(1)) : start.plus(VALIDITY);
        boolean self = leaf == Leaf.SELF_SIGNED;
        X509v3CertificateBuilder builder = builder(self ? subject : intermediateName, subject, key, end)
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                .addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
                .addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(new GeneralName(GeneralName.dNSName, name)));
        return signed(builder, self ? key : intermediateKey);
    }

    private X509Certificate authority(X500Name issuer, KeyPair issuerKey, X500Name subject, KeyPair key, Instant end)
            throws GeneralSecurityException, IOException {
        X509v3CertificateBuilder builder = builder(issuer, subject, key, end)
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(true))
                .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        return signed(builder, issuerKey);
    }

    private X509v3CertificateBuilder builder(X500Name issuer, X500Name subject, KeyPair key, Instant end) {
        return new JcaX509v3CertificateBuilder(
                issuer, BigInteger.valueOf(++serial), Date.from(start), Date.from(end), subject, key.getPublic());
    }

    private static X509Certificate signed(X509v3CertificateBuilder builder, KeyPair signer)
            throws GeneralSecurityException {
        return signed(builder, signer, "SHA256withECDSA");
    }

    private static X509Certificate signed(X509v3CertificateBuilder builder, KeyPair signer, String signature)
            throws GeneralSecurityException {
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder(signature).build(signer.getPrivate())));
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException(e);
        }
    }

    public static KeyPair keyPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has P-256", e);
        }
    }
}
