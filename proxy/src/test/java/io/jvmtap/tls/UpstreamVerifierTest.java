package io.jvmtap.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpstreamVerifierTest {
    private static final X500Name ROOT = new X500Name("CN=Root");
    private static final Instant START = Instant.now().minus(Duration.ofDays(10));
    private static final Instant END = START.plus(Duration.ofDays(30));

    @TempDir
    private Path directory;

    private final KeyPair rootKey = key("EC", 256);
    private final X509Certificate root = certificate(new Kind(ROOT, rootKey, START, END, "SHA256withECDSA", null));
    private final UpstreamVerifier verifier =
            new UpstreamVerifier(() -> List.of(root), host -> false, Clock.systemUTC());

    /** @param names null for a root */
    private record Kind(
            X500Name subject,
            KeyPair key,
            Instant start,
            Instant end,
            String signature,
            @Nullable GeneralNames names,
            KeyPurposeId purpose) {
        Kind(
                X500Name subject,
                KeyPair key,
                Instant start,
                Instant end,
                String signature,
                @Nullable GeneralNames names) {
            this(subject, key, start, end, signature, names, KeyPurposeId.id_kp_serverAuth);
        }
    }

    private static KeyPair key(String algorithm, int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private X509Certificate certificate(Kind kind) {
        try {
            X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                            ROOT,
                            BigInteger.TEN,
                            Date.from(kind.start()),
                            Date.from(kind.end()),
                            kind.subject(),
                            kind.key().getPublic())
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(kind.names() == null));
            if (kind.names() != null) {
                builder.addExtension(Extension.subjectAlternativeName, false, kind.names())
                        .addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(kind.purpose()));
            }
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(new JcaContentSignerBuilder(kind.signature()).build(rootKey.getPrivate())));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static GeneralNames names(String... dns) {
        GeneralName[] names = new GeneralName[dns.length];
        for (int i = 0; i < dns.length; i++) {
            boolean address = dns[i].matches("[0-9.]+|.*:.*");
            names[i] = new GeneralName(address ? GeneralName.iPAddress : GeneralName.dNSName, dns[i]);
        }
        return new GeneralNames(names);
    }

    private X509Certificate leaf(String... dns) {
        return certificate(
                new Kind(new X500Name("CN=leaf.test"), key("EC", 256), START, END, "SHA256withECDSA", names(dns)));
    }

    private @Nullable Refusal judge(X509Certificate leaf, String host) {
        return verifier.judge(List.of(leaf), "UNKNOWN", host);
    }

    @Test
    void namesAreMatchedAsRfc9525Says() {
        X509Certificate leaf =
                leaf("a.test", "*.b.test", "127.0.0.1", "::1", "*.test", "w*.c.test", "xn--bcher-kva.test");
        for (String good :
                List.of("a.test", "A.TEST", "a.test.", "x.b.test", "127.0.0.1", "::1", "0:0::1", "b\u00FCcher.test")) {
            assertNull(judge(leaf, good), good);
        }
        for (String bad : List.of("b.test", "x.y.b.test", "z.test", "www.c.test", "127.0.0.2", "leaf.test", "")) {
            Refusal refusal = judge(leaf, bad);
            assertNotNull(refusal, bad);
            assertEquals(Refusal.Kind.WRONG_HOST, refusal.kind());
        }
        Refusal refusal = judge(leaf, "leaf.test");
        assertNotNull(refusal);
        assertEquals(
                "the certificate is not for leaf.test: it is for a.test, *.b.test, 127.0.0.1, 0:0:0:0:0:0:0:1, *.test and 2 more",
                refusal.detail());
    }

    @Test
    void aCommonNameIsNoHost() {
        Refusal refusal = judge(
                certificate(new Kind(
                        new X500Name("CN=leaf.test"),
                        key("EC", 256),
                        START,
                        END,
                        "SHA256withECDSA",
                        new GeneralNames(new GeneralName(GeneralName.rfc822Name, "me@leaf.test")))),
                "leaf.test");
        assertNotNull(refusal);
        assertTrue(refusal.detail().endsWith("it names no host (subjectAltName)"), refusal.detail());
    }

    @Test
    void whatCanBeForgedOrIsForSomethingElseIsRefused() {
        X500Name name = new X500Name("CN=a.test");
        KeyPair good = key("EC", 256);
        assertRefused(
                new Kind(name, key("RSA", 1024), START, END, "SHA256withECDSA", names("a.test")),
                Refusal.Kind.WEAK,
                "the certificate has a key of 1024 bits; 2048 is the least");
        assertRefused(
                new Kind(name, good, START, END, "SHA1withECDSA", names("a.test")),
                Refusal.Kind.WEAK,
                "the certificate is signed with SHA1withECDSA, which can be forged");
        assertRefused(
                new Kind(name, good, END, END.plusSeconds(9), "SHA256withECDSA", names("a.test")),
                Refusal.Kind.OUT_OF_DATE,
                "the certificate is not valid before ");
        assertRefused(
                new Kind(name, good, START, START.plusSeconds(9), "SHA256withECDSA", names("a.test")),
                Refusal.Kind.OUT_OF_DATE,
                "the certificate expired on ");
        assertRefused(
                new Kind(name, good, START, END, "SHA256withECDSA", names("a.test"), KeyPurposeId.id_kp_codeSigning),
                Refusal.Kind.WRONG_PURPOSE,
                "the certificate is not one for TLS servers");
    }

    private void assertRefused(Kind kind, Refusal.Kind why, String detail) {
        Refusal refusal = judge(certificate(kind), "a.test");
        assertNotNull(refusal, detail);
        assertEquals(why, refusal.kind(), refusal.detail());
        assertTrue(refusal.detail().startsWith(detail), refusal.detail());
    }

    @Test
    void withoutAHostNameNobodyIsTrusted() {
        X509Certificate[] chain = {leaf("a.test")};
        assertThrows(
                java.security.cert.CertificateException.class, () -> verifier.checkServerTrusted(chain, "UNKNOWN"));
    }

    @Test
    void rootsComeFromPemDerAndKeyStoresAndAnErrorSaysWhatIsWrong() throws Exception {
        Path der = Files.write(directory.resolve("root.der"), root.getEncoded());
        assertEquals(List.of(root), TrustRoots.of(der));
        Path junk = Files.writeString(directory.resolve("junk"), "junk");
        assertThrows(IOException.class, () -> TrustRoots.of(junk));
        Path empty = Files.writeString(directory.resolve("empty"), "");
        assertThrows(IOException.class, () -> TrustRoots.of(empty));
        assertTrue(TrustRoots.ofThisMachine().size() > 20);
    }
}
