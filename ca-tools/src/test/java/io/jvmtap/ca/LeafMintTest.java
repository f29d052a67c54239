package io.jvmtap.ca;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Certificate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeafMintTest {
    @TempDir
    Path temporary;

    private CertificateAuthority authority;
    private LeafMint mint;

    @BeforeEach
    void make() {
        authority = CertificateAuthority.create(temporary.resolve("ca"));
        mint = new LeafMint(authority, Runnable::run);
    }

    @Test
    void aStandInHasTheRealNamesAndKindOfKeyAndIsValidForItsHost() throws Exception {
        X509Certificate real = RealLeaf.usual().rsa(2048);
        MintedLeaf leaf =
                mint.standIn(real, List.of("Other.Example", "127.0.0.1")).get();
        X509Certificate made = leaf.certificate();
        assertEquals(real.getSubjectX500Principal(), made.getSubjectX500Principal());
        assertEquals("RSA", made.getPublicKey().getAlgorithm());
        assertEquals(
                "[[2, shop.example], [2, other.example], [7, 127.0.0.1]]",
                made.getSubjectAlternativeNames().toString());
        made.checkValidity();
        made.verify(authority.certificate().getPublicKey());
        assertNull(made.getExtensionValue("2.25.129857603981470236170547915386204772031.1"));
        assertSame(
                leaf, mint.standIn(real, List.of("other.example", "127.0.0.1")).get());
    }

    @Test
    void aMirroredLeafIsTheRealOneButForIssuerKeyAndNames() throws Exception {
        X509Certificate real = RealLeaf.usual().p256();
        X509Certificate minted = mint.mirror(List.of(real)).get().certificate();

        minted.verify(authority.certificate().getPublicKey());
        assertEquals(authority.certificate().getSubjectX500Principal(), minted.getIssuerX500Principal());
        assertArrayEquals(subject(real), subject(minted));
        assertEquals(RealLeaf.START, minted.getNotBefore().toInstant());
        assertEquals(RealLeaf.END, minted.getNotAfter().toInstant());
        assertArrayEquals(real.getKeyUsage(), minted.getKeyUsage());
        assertEquals(real.getExtendedKeyUsage(), minted.getExtendedKeyUsage());
        assertEquals(real.getBasicConstraints(), minted.getBasicConstraints());
        assertEquals(Set.of("2.5.29.15", "2.5.29.19"), minted.getCriticalExtensionOIDs());
        assertNull(minted.getSubjectAlternativeNames());
        assertNotEquals(real.getPublicKey(), minted.getPublicKey());
    }

    @Test
    void theRealLeafRidesInside() throws Exception {
        X509Certificate real = RealLeaf.usual().p256();
        X509Certificate minted = mint.mirror(List.of(real)).get().certificate();

        byte[] extension = minted.getExtensionValue("2.25.129857603981470236170547915386204772031.1");
        assertArrayEquals(
                real.getEncoded(), ASN1OctetString.getInstance(extension).getOctets());
        assertNull(minted.getExtensionValue("2.25.129857603981470236170547915386204772031.2"));
    }

    @Test
    void staplesRideInsideToo() throws Exception {
        X509Certificate real = RealLeaf.usual().p256();
        byte[] staple = {0x30, 0x03, 0x0a, 0x01, 0x00};
        X509Certificate minted =
                mint.mirror(List.of(real), List.of(staple)).get().certificate();

        byte[] extension = minted.getExtensionValue("2.25.129857603981470236170547915386204772031.2");
        ASN1Sequence staples =
                ASN1Sequence.getInstance(ASN1OctetString.getInstance(extension).getOctets());
        assertEquals(1, staples.size());
        assertArrayEquals(
                staple, ASN1OctetString.getInstance(staples.getObjectAt(0)).getOctets());
        assertNotEquals(minted, mint.mirror(List.of(real)).get().certificate());
    }

    @Test
    void subjectsAreMirroredToTheByte() throws Exception {
        for (String name : List.of("", "CN=a+OU=b,O=c", "CN=\\#nix,O=\"a, b\",1.2.3.4=x", "CN=" + "x".repeat(300))) {
            X509Certificate real = new RealLeaf(asTheJdkWrites(name), RealLeaf.START, RealLeaf.END, true).p256();
            assertArrayEquals(
                    subject(real), subject(mint.mirror(List.of(real)).get().certificate()), name);
        }
    }

    @Test
    void aLeafWithAnEmptySubjectGetsANameThatMatchesNoHost() throws Exception {
        X509Certificate real = new RealLeaf(new X500Name(""), RealLeaf.START, RealLeaf.END, true).p256();
        X509Certificate minted = mint.mirror(List.of(real)).get().certificate();

        assertEquals(
                List.of(List.of(8, LeafBuilder.REAL_LEAF.getId())), List.copyOf(minted.getSubjectAlternativeNames()));
    }

    @Test
    void aLeafWithoutExtensionsGetsNoneButTheRealLeaf() throws Exception {
        X509Certificate real = new RealLeaf(new X500Name("CN=old"), RealLeaf.START, RealLeaf.END, false).p256();
        X509Certificate minted = mint.mirror(List.of(real)).get().certificate();

        assertTrue(minted.getCriticalExtensionOIDs().isEmpty());
        assertEquals(Set.of("2.25.129857603981470236170547915386204772031.1"), minted.getNonCriticalExtensionOIDs());
    }

    @Test
    void aStrangeValidityIsMirroredAllTheSame() throws Exception {
        Instant[][] pairs = {
            {RealLeaf.END, RealLeaf.START},
            {Instant.parse("1970-01-01T00:00:00Z"), Instant.parse("1970-01-01T00:00:01Z")},
            {RealLeaf.START, Instant.parse("9999-12-31T23:59:59Z")},
        };
        for (Instant[] pair : pairs) {
            X509Certificate real = new RealLeaf(new X500Name("CN=x"), pair[0], pair[1], true).p256();
            X509Certificate minted = mint.mirror(List.of(real)).get().certificate();
            assertEquals(pair[0], minted.getNotBefore().toInstant());
            assertEquals(pair[1], minted.getNotAfter().toInstant());
        }
    }

    @Test
    void rsaKeysAreOfTheSameLengthWithinBoundsAndMadeOnce() throws Exception {
        RSAPublicKey first = rsaOf(RealLeaf.usual().rsa(1024));
        RSAPublicKey second = rsaOf(RealLeaf.usual().rsa(1024));

        assertEquals(1024, first.getModulus().bitLength());
        assertEquals(first, second);
        assertEquals(512, rsaOf(RealLeaf.usual().rsa(512)).getModulus().bitLength());
    }

    @Test
    void kindsThatCannotServeBecomeP256() throws Exception {
        X509Certificate dsa = RealLeaf.usual().ofKind("DSA", null);
        X509Certificate p256 = RealLeaf.usual().ofKind("EC", new ECGenParameterSpec("secp256r1"));

        assertEquals(
                mint.mirror(List.of(p256)).get().certificate().getPublicKey(),
                mint.mirror(List.of(dsa)).get().certificate().getPublicKey());
    }

    @Test
    void theSameLeafInAnotherChainIsAnotherCase() throws Exception {
        X509Certificate real = RealLeaf.usual().p256();
        X509Certificate other = RealLeaf.usual().p256();

        assertSame(mint.mirror(List.of(real)).get(), mint.mirror(List.of(real)).get());
        assertNotSame(
                mint.mirror(List.of(real)).get(),
                mint.mirror(List.of(real, other)).get());
        assertThrows(IndexOutOfBoundsException.class, () -> mint.mirror(List.of()));
    }

    @Test
    void aHostGetsALeafThatClientsWithoutAgentAccept() throws Exception {
        Instant now = Instant.parse("2030-01-01T00:00:00Z");
        LeafMint dated = new LeafMint(authority, Runnable::run, Clock.fixed(now, ZoneOffset.UTC), 10);
        X509Certificate leaf = dated.forName("Shop.Example.").get().certificate();

        assertEquals("CN=shop.example", leaf.getSubjectX500Principal().getName());
        assertEquals(List.of(List.of(2, "shop.example")), List.copyOf(leaf.getSubjectAlternativeNames()));
        assertEquals(List.of("1.3.6.1.5.5.7.3.1"), leaf.getExtendedKeyUsage());
        assertEquals(-1, leaf.getBasicConstraints());
        assertNotNull(leaf.getExtensionValue("2.5.29.14"), "subject key identifier");
        assertNotNull(leaf.getExtensionValue("2.5.29.35"), "authority key identifier");
        assertEquals(
                Duration.ofDays(397),
                Duration.between(
                        leaf.getNotBefore().toInstant(), leaf.getNotAfter().toInstant()));
        assertTrue(leaf.getNotBefore().toInstant().isBefore(now));
    }

    @Test
    void aLeafDoesNotOutliveItsCa() throws Exception {
        Instant end = authority.certificate().getNotAfter().toInstant();
        Clock late = Clock.fixed(end.minus(Duration.ofDays(3)), ZoneOffset.UTC);
        X509Certificate leaf = new LeafMint(authority, Runnable::run, late, 10)
                .forName("a")
                .get()
                .certificate();
        assertEquals(end, leaf.getNotAfter().toInstant());
    }

    @Test
    void addressesStandAsAddresses() throws Exception {
        assertEquals(List.of(List.of(7, "127.0.0.1")), names("127.0.0.1"));
        assertEquals(List.of(List.of(7, "0:0:0:0:0:0:0:1")), names("[::1]"));
        assertEquals(List.of(List.of(7, "fe80:0:0:0:0:0:0:1")), names("fe80::1%eth0"));
        assertEquals(List.of(List.of(2, "1.2.3.4.example")), names("1.2.3.4.example"));
        assertEquals(List.of(List.of(2, "xn--bcker-gra.example")), names("bäcker.example"));
    }

    @Test
    void aLongNameStandsInTheAlternativeNamesOnly() throws Exception {
        String host = "a".repeat(60) + "." + "b".repeat(60) + ".example";
        X509Certificate leaf = mint.forName(host).get().certificate();

        assertEquals("", leaf.getSubjectX500Principal().getName());
        assertTrue(leaf.getCriticalExtensionOIDs().contains("2.5.29.17"));
        assertEquals(List.of(List.of(2, host)), names(host));
    }

    @Test
    void whatIsNoHostIsRefusedThroughTheFuture() {
        for (String host :
                List.of("", ".", "a b", "a/b", "a\nb", "a..b", "x".repeat(64), "a.".repeat(140) + "a", "[::1", "\0")) {
            CaException failure = assertInstanceOf(CaException.class, failure(mint.forName(host)), host);
            assertEquals(1, failure.getMessage().lines().count(), host);
        }
    }

    @Test
    void manyWhoAskAtOnceGetOneLeafFromOneMinting() throws Exception {
        int many = 64;
        AtomicInteger mintings = new AtomicInteger();
        CountDownLatch start = new CountDownLatch(1);
        ExecutorService background = Executors.newSingleThreadExecutor();
        ExecutorService threads = Executors.newFixedThreadPool(many);
        try {
            LeafMint counted = new LeafMint(authority, task -> {
                mintings.incrementAndGet();
                background.execute(task);
            });
            List<Future<MintedLeaf>> results = new ArrayList<>();
            for (int i = 0; i < many; i++) {
                results.add(threads.submit(() -> {
                    start.await();
                    return counted.forName("shop.example").get();
                }));
            }
            start.countDown();
            MintedLeaf first = results.get(0).get();
            for (Future<MintedLeaf> result : results) {
                assertSame(first, result.get());
            }
            assertEquals(1, mintings.get());
        } finally {
            threads.shutdownNow();
            background.shutdownNow();
        }
    }

    @Test
    void theLeastRecentlyUsedLeafGoesFirst() throws Exception {
        LeafMint small = new LeafMint(authority, Runnable::run, Clock.systemUTC(), 2);
        MintedLeaf a = small.forName("a").get();
        MintedLeaf b = small.forName("b").get();
        assertSame(a, small.forName("a").get());
        MintedLeaf c = small.forName("c").get();

        assertSame(a, small.forName("a").get());
        assertSame(c, small.forName("c").get());
        assertNotSame(b, small.forName("b").get());
    }

    @Test
    void aFailureIsReportedAndNotKept() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        LeafMint stubborn = new LeafMint(authority, task -> {
            if (calls.getAndIncrement() == 0) {
                throw new RejectedExecutionException("stopping");
            }
            task.run();
        });

        assertInstanceOf(CaException.class, failure(stubborn.forName("a")));
        assertNotNull(stubborn.forName("a").get());
    }

    @Test
    void oneWhoCancelsDoesNotCancelForTheOthers() throws Exception {
        List<Runnable> queue = new ArrayList<>();
        LeafMint queued = new LeafMint(authority, queue::add);
        CompletableFuture<MintedLeaf> impatient = queued.forName("a");
        CompletableFuture<MintedLeaf> patient = queued.forName("a");
        assertTrue(impatient.cancel(true));
        queue.forEach(Runnable::run);

        assertNotNull(patient.get());
        assertEquals(1, queue.size());
    }

    @Test
    void warmingUpRunsInTheBackgroundAndPreparesTheUsualKeys() throws Exception {
        List<Runnable> queue = new ArrayList<>();
        LeafMint queued = new LeafMint(authority, queue::add);
        queued.warmUp();
        assertEquals(1, queue.size());
        queue.get(0).run();
    }

    @Test
    void openSslAcceptsALeafForItsHost() throws Exception {
        OpenSsl openSsl = OpenSsl.orSkip(temporary);
        Files.writeString(
                temporary.resolve("name.pem"),
                Pem.encode(mint.forName("shop.example").get().certificate()));
        Files.writeString(
                temporary.resolve("ip.pem"),
                Pem.encode(mint.forName("::1").get().certificate()));
        Files.writeString(
                temporary.resolve("mirror.pem"),
                Pem.encode(mint.mirror(List.of(RealLeaf.usual().p256())).get().certificate()));
        openSsl.run(
                "verify",
                "-x509_strict",
                "-purpose",
                "sslserver",
                "-verify_hostname",
                "shop.example",
                "-CAfile",
                "ca/ca.pem",
                "name.pem");
        openSsl.run(
                "verify",
                "-x509_strict",
                "-purpose",
                "sslserver",
                "-verify_ip",
                "::1",
                "-CAfile",
                "ca/ca.pem",
                "ip.pem");
        openSsl.run("verify", "-purpose", "sslserver", "-CAfile", "ca/ca.pem", "mirror.pem");
    }

    private RSAPublicKey rsaOf(X509Certificate real) throws Exception {
        return (RSAPublicKey) mint.mirror(List.of(real)).get().certificate().getPublicKey();
    }

    private List<List<?>> names(String host) throws Exception {
        return List.copyOf(mint.forName(host).get().certificate().getSubjectAlternativeNames());
    }

    /** The bytes as they stand in the certificate; the JDK's accessors would encode them anew. */
    private static byte[] subject(X509Certificate certificate) throws Exception {
        return Certificate.getInstance(certificate.getEncoded()).getSubject().getEncoded();
    }

    /** BouncyCastle's own parser of text refuses names that are too long, which real servers have. */
    private static X500Name asTheJdkWrites(String name) {
        return X500Name.getInstance(new X500Principal(name).getEncoded());
    }

    private static Throwable failure(CompletableFuture<MintedLeaf> future) {
        Throwable cause = assertThrows(ExecutionException.class, future::get).getCause();
        assertNotNull(cause);
        return cause;
    }
}
