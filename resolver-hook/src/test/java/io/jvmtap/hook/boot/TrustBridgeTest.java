package io.jvmtap.hook.boot;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.jvmtap.hook.trust.TestPki;
import io.jvmtap.hook.trust.TestPki.Identity;
import io.jvmtap.hook.trust.TestPki.Leaf;
import java.io.ByteArrayInputStream;
import java.lang.reflect.Array;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TrustBridgeTest {

    private static final Identity CA = TestPki.authority("CN=jvmtap local CA");
    private static final Identity ROOT = TestPki.authority("CN=Real Root");
    private static final Identity BETWEEN = TestPki.intermediate(ROOT, "CN=Real Intermediate");
    private static final X509Certificate REAL =
            TestPki.leaf(BETWEEN, Leaf.forLocalhost(), "EC").certificate();
    private static final X509Certificate MINTED = TestPki.mint(CA, REAL).certificate();

    @BeforeEach
    void sessionHasTheCa() {
        TestSession.ca(TestPki.encoded(CA.certificate()));
    }

    @AfterEach
    void sessionHasNone() {
        TestSession.ca(null);
    }

    @Test
    void aChainOfOursBecomesTheRealOneAndTheArgumentStaysAsItWas() {
        X509Certificate[] wire = {MINTED, BETWEEN.certificate(), ROOT.certificate()};

        X509Certificate[] real = real(wire);

        assertArrayEquals(new X509Certificate[] {REAL, BETWEEN.certificate(), ROOT.certificate()}, real);
        assertSame(MINTED, wire[0]);
    }

    @Test
    void aChainOfOneIsReplacedToo() {
        assertArrayEquals(new X509Certificate[] {REAL}, TrustBridge.real(new X509Certificate[] {MINTED}));
    }

    @Test
    void otherChainsComeBackAsTheSameObject() {
        X509Certificate[] others = {REAL, BETWEEN.certificate()};
        X509Certificate[] empty = {};
        X509Certificate[] hollow = {null};

        assertSame(others, TrustBridge.real(others));
        assertSame(empty, TrustBridge.real(empty));
        assertSame(hollow, TrustBridge.real(hollow));
        assertNull(TrustBridge.real((X509Certificate[]) null));
    }

    @Test
    void anotherAuthorityOfTheSameNameCannotSpeakForTheRealServer() {
        Identity impostor = TestPki.authority("CN=jvmtap local CA");
        X509Certificate[] wire = {TestPki.mint(impostor, REAL).certificate()};

        assertSame(wire, TrustBridge.real(wire));
    }

    @Test
    void aLeafWithOneBitChangedIsLeftAlone() throws Exception {
        byte[] der = TestPki.encoded(MINTED);
        der[indexOf(der, TestPki.encoded(REAL)) + 40] ^= 1; // somewhere in the embedded leaf
        X509Certificate[] wire = {parsed(CertificateFactory.getInstance("X.509"), der)};

        assertSame(wire, TrustBridge.real(wire));
    }

    @Test
    void aLeafWithoutARealOneIsLeftAlone() {
        X509Certificate[] wire = {TestPki.mintWith(CA, REAL, null).certificate()};

        assertSame(wire, TrustBridge.real(wire));
    }

    @Test
    void aLeafThatCarriesJunkIsLeftAlone() {
        byte[] real = TestPki.encoded(REAL);
        List<byte[]> junk = List.of(
                new byte[0],
                new byte[] {0x30},
                new byte[] {0x30, (byte) 0x84, 0x7F, 0, 0, 0},
                "not a certificate".getBytes(),
                Arrays.copyOf(real, real.length - 1),
                Arrays.copyOf(real, real.length + 1));
        for (byte[] embedded : junk) {
            X509Certificate[] wire = {TestPki.mintWith(CA, REAL, embedded).certificate()};

            assertSame(wire, TrustBridge.real(wire), () -> Arrays.toString(embedded));
        }
    }

    @Test
    void theCaItselfIsNoLeafOfOurs() {
        X509Certificate[] wire = {CA.certificate()};

        assertSame(wire, TrustBridge.real(wire));
    }

    @Test
    void withoutACaNothingIsReplaced() {
        X509Certificate[] wire = {MINTED};
        assertSame(REAL.getClass(), real(wire)[0].getClass());

        TestSession.ca(null);

        assertSame(wire, TrustBridge.real(wire));
    }

    @Test
    void aCaThatCannotBeParsedReplacesNothing() {
        TestSession.ca(new byte[] {1, 2, 3});
        X509Certificate[] wire = {MINTED};

        assertSame(wire, TrustBridge.real(wire));
    }

    @Test
    void aNewCaOfTheSessionCountsAtOnce() {
        Identity next = TestPki.authority("CN=jvmtap local CA");
        X509Certificate[] old = {MINTED};
        X509Certificate[] fresh = {TestPki.mint(next, REAL).certificate()};
        assertEquals(REAL, real(old)[0]);

        TestSession.ca(TestPki.encoded(next.certificate()));

        assertSame(old, TrustBridge.real(old));
        assertEquals(REAL, real(fresh)[0]);
    }

    @Test
    void theArrayKeepsItsType() {
        Certificate[] plain = requireNonNull(TrustBridge.shown(new Certificate[] {MINTED, ROOT.certificate()}));
        Certificate[] narrow = requireNonNull(TrustBridge.shown((Certificate[]) new X509Certificate[] {MINTED}));

        assertSame(Certificate[].class, plain.getClass());
        assertSame(X509Certificate[].class, narrow.getClass());
        assertEquals(REAL, plain[0]);
        assertEquals(REAL, narrow[0]);
    }

    @Test
    void anArrayTypeThatCannotHoldTheRealLeafIsWidened() throws Exception {
        X509Certificate foreign =
                parsed(CertificateFactory.getInstance("X.509", new BouncyCastleProvider()), TestPki.encoded(MINTED));
        X509Certificate[] wire = (X509Certificate[]) Array.newInstance(foreign.getClass(), 1);
        wire[0] = foreign;

        X509Certificate[] real = real(wire);

        assertSame(X509Certificate[].class, real.getClass());
        assertEquals(REAL, real[0]);
    }

    @Test
    void eachNewObjectOfOneLeafGivesTheSameRealOne() throws Exception {
        CertificateFactory factory = CertificateFactory.getInstance("X.509", new BouncyCastleProvider());
        X509Certificate first = parsed(factory, TestPki.encoded(MINTED));
        X509Certificate second = parsed(factory, TestPki.encoded(MINTED));

        assertSame(real(first)[0], real(second)[0]);
    }

    @Test
    void aListOfOursBecomesANewList() {
        List<X509Certificate> wire = List.of(MINTED, BETWEEN.certificate());
        List<X509Certificate> others = List.of(REAL);

        assertEquals(List.of(REAL, BETWEEN.certificate()), TrustBridge.real(wire));
        assertSame(others, TrustBridge.real(others));
        assertSame(List.of(), TrustBridge.real(List.of()));
        assertNull(TrustBridge.real((List<?>) null));
        List<String> words = new ArrayList<>(List.of("no", "certificates"));
        assertSame(words, TrustBridge.real(words));
    }

    @Test
    void moreLeavesThanTheCachesHoldAreAllTold() {
        List<X509Certificate> minted = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            minted.add(TestPki.mint(CA, REAL).certificate());
        }
        for (int round = 0; round < 2; round++) {
            for (X509Certificate leaf : minted) {
                assertEquals(REAL, real(leaf)[0]);
            }
        }
    }

    private static X509Certificate[] real(X509Certificate... wire) {
        return requireNonNull(TrustBridge.real(wire));
    }

    private static X509Certificate parsed(CertificateFactory factory, byte[] der) throws Exception {
        return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der));
    }

    private static int indexOf(byte[] whole, byte[] part) {
        for (int at = 0; at <= whole.length - part.length; at++) {
            if (Arrays.equals(whole, at, at + part.length, part, 0, part.length)) {
                return at;
            }
        }
        throw new AssertionError("not embedded");
    }
}
