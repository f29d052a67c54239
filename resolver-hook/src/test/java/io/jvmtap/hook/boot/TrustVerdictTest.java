package io.jvmtap.hook.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jvmtap.hook.trust.TestPki;
import io.jvmtap.hook.trust.TestPki.Identity;
import io.jvmtap.hook.trust.TestPki.Leaf;
import java.security.cert.X509Certificate;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TrustVerdictTest {

    private static final Identity CA = TestPki.authority("CN=jvmtap local CA");
    private static final X509Certificate REAL = TestPki.leaf(
                    TestPki.authority("CN=Real Root"), Leaf.forLocalhost(), "EC")
            .certificate();
    private static final X509Certificate[] OTHERS = {REAL};
    private static final X509Certificate[] FIRST = {TestPki.mint(CA, REAL).certificate()};
    private static final X509Certificate[] SECOND = {TestPki.mint(CA, REAL).certificate()};

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
    void nestedJudgesGiveOneVerdictThatOfTheOutermost() throws Exception {
        X509Certificate[] real = TrustBridge.enter(FIRST, "outer", null);
        TrustBridge.enter(real, "inner", null);
        TrustBridge.refused(new IllegalStateException("inner refuses, outer does not mind"));
        TrustBridge.enter(FIRST, "inner again", null);
        TrustBridge.accepted();
        assertEquals(List.of(), Verdict.drain());
        TrustBridge.accepted();

        assertEquals(List.of("outer true"), summaries());
    }

    @Test
    void aJudgeThatTakesConnectionsMeanwhileHasItsOwnVerdicts() throws Exception {
        TrustBridge.enter(FIRST, "outer", null);
        TrustBridge.enter(SECOND, "meanwhile", null);
        TrustBridge.enter(OTHERS, "inner", null);
        TrustBridge.accepted();
        TrustBridge.refused(new IllegalStateException());
        TrustBridge.accepted();

        assertEquals(List.of("meanwhile false", "outer true"), summaries());
    }

    @Test
    void aChainOfOursWithinAJudgementOfOthersCounts() throws Exception {
        TrustBridge.enter(OTHERS, "outer", null);
        TrustBridge.enter(FIRST, "inner", null);
        TrustBridge.accepted();
        TrustBridge.refused(new IllegalStateException());

        assertEquals(List.of("inner true"), summaries());
    }

    @Test
    void theJdksWrapperSpeaksForTheOneItWraps() throws Exception {
        TrustBridge.enter(FIRST, "sun.security.ssl.AbstractTrustManagerWrapper", null);
        TrustBridge.enter(OTHERS, "app.Trusting", null);
        TrustBridge.enter(OTHERS, "sun.security.ssl.X509TrustManagerImpl", null);
        TrustBridge.accepted();
        TrustBridge.accepted();
        TrustBridge.accepted();

        assertEquals(List.of("app.Trusting true"), summaries());
    }

    @Test
    void anExceptionThatCannotTellItsMessageIsReportedAllTheSame() throws Exception {
        TrustBridge.enter(FIRST, "judge", null);
        TrustBridge.refused(new IllegalStateException() {
            @Override
            public String getMessage() {
                throw new UnsupportedOperationException();
            }
        });

        assertEquals(List.of("judge false"), summaries());
    }

    private static List<String> summaries() throws Exception {
        return Verdict.drain().stream()
                .map(verdict -> verdict.judge() + " " + verdict.accepted())
                .toList();
    }
}
