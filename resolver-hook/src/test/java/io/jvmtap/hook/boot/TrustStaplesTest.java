package io.jvmtap.hook.boot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.jvmtap.hook.trust.TestPki;
import io.jvmtap.hook.trust.TestPki.Identity;
import io.jvmtap.hook.trust.TestPki.Leaf;
import java.lang.reflect.Proxy;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TrustStaplesTest {

    private static final Identity CA = TestPki.authority("CN=jvmtap local CA");
    private static final X509Certificate REAL = TestPki.leaf(
                    TestPki.authority("CN=Real Root"), Leaf.forLocalhost(), "EC")
            .certificate();
    private static final byte[] STAPLE = {1, 2, 3};
    private static final byte[] SECOND = new byte[300];
    private static final X509Certificate STAPLED =
            TestPki.mint(CA, REAL, STAPLE, SECOND).certificate();
    private static final X509Certificate BARE = TestPki.mint(CA, REAL).certificate();
    private static final List<byte[]> OWN = List.of(new byte[] {9});

    @BeforeEach
    void sessionHasTheCa() throws Exception {
        TestSession.ca(TestPki.encoded(CA.certificate()));
        Verdict.drain();
    }

    @AfterEach
    void sessionHasNone() {
        TestSession.ca(null);
    }

    @Test
    void aSessionOfOursAnswersWithTheRealServersStaplesAsCopies() {
        List<?> first = asked(session(STAPLED));
        ((byte[]) first.get(0))[0] = 99;
        List<?> second = asked(session(STAPLED));

        assertEquals(2, second.size());
        assertArrayEquals(STAPLE, (byte[]) second.get(0));
        assertArrayEquals(SECOND, (byte[]) second.get(1));
    }

    @Test
    void otherSessionsKeepTheirAnswers() {
        assertSame(OWN, asked(session(REAL)));
        assertSame(OWN, asked(session(BARE)));
        assertSame(OWN, asked("no session"));
        assertSame(OWN, asked(session(() -> new Certificate[0])));
        assertSame(OWN, asked(session(() -> {
            throw new IllegalStateException("closed");
        })));
    }

    @Test
    void withinTheHandshakeTheChainUnderJudgementTells() {
        SSLSession young = session(() -> null);
        assertSame(OWN, asked(young));

        TrustBridge.enter(new X509Certificate[] {STAPLED}, "judge", null);
        assertEquals(2, asked(young).size());
        assertSame(OWN, asked(session(REAL)));
        TrustBridge.accepted();

        assertSame(OWN, asked(young));
    }

    @Test
    void anAnswerThatNeverCameIsForgotten() {
        TrustBridge.askStaples(session(STAPLED)); // the method threw
        assertSame(OWN, asked(session(REAL)));
    }

    @Test
    void aWrapperOfASessionChangesNothingTwice() {
        SSLSession session = session(STAPLED);
        TrustBridge.askStaples(session);
        List<?> inner = asked(session);

        assertSame(inner, TrustBridge.staples(inner));
    }

    private static List<?> asked(Object session) {
        TrustBridge.askStaples(session);
        List<?> answer = TrustBridge.staples(OWN);
        assertSame(OWN, TrustBridge.staples(OWN), "taken once");
        return answer == null ? List.of() : answer;
    }

    /** A session whose chain is as the hook on {@code getPeerCertificates} lets it be seen. */
    private static SSLSession session(X509Certificate leaf) {
        return session(() -> TrustBridge.shown(new Certificate[] {leaf}));
    }

    /** Null stands for a peer that is not known yet. */
    private static SSLSession session(Supplier<Certificate @Nullable []> chain) {
        return (SSLSession) Proxy.newProxyInstance(
                TrustStaplesTest.class.getClassLoader(),
                new Class<?>[] {SSLSession.class},
                (proxy, method, arguments) -> {
                    Certificate[] answer = chain.get();
                    if (answer == null) {
                        throw new SSLPeerUnverifiedException("peer not verified");
                    }
                    return answer;
                });
    }
}
