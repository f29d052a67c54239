package io.jvmtap.hook.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvmtap.hook.boot.TestSession;
import io.jvmtap.hook.boot.Verdict;
import io.jvmtap.hook.trust.TestPki.Identity;
import io.jvmtap.hook.trust.TestPki.Leaf;
import io.jvmtap.sample.Judges;
import io.jvmtap.sample.Sessions;
import io.jvmtap.sample.io.ktor.network.tls.HostnameUtilsKt;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

class WeavingTest {

    private static final Identity CA = TestPki.authority("CN=jvmtap local CA");
    private static final Identity ROOT = TestPki.authority("CN=Real Root");
    private static final X509Certificate REAL =
            TestPki.leaf(ROOT, Leaf.forLocalhost(), "EC").certificate();
    private static final X509Certificate MINTED = TestPki.mint(CA, REAL).certificate();
    private static final X509Certificate[] WIRE = {MINTED, ROOT.certificate()};
    private static final List<X509Certificate> SEEN = List.of(REAL, ROOT.certificate());

    private final Class<?> judgeType = loadWoven(Judges.class);
    private Object judges = new Object();

    @BeforeEach
    void freshJudgesAndASession() throws Exception {
        TestSession.ca(TestPki.encoded(CA.certificate()));
        judges = judgeType.getConstructor().newInstance();
        Verdict.drain();
    }

    @AfterEach
    void noSession() {
        TestSession.ca(null);
    }

    @Test
    void everyOverloadJudgesTheRealChain() throws Throwable {
        check(new Class<?>[] {X509Certificate[].class, String.class}, WIRE, "RSA");
        check(new Class<?>[] {X509Certificate[].class, String.class, Socket.class}, WIRE, "RSA", null);
        check(new Class<?>[] {X509Certificate[].class, String.class, SSLEngine.class}, WIRE, "RSA", null);
        Object sum = check(
                new Class<?>[] {X509Certificate[].class, long.class, double.class, Socket.class}, WIRE, 2L, 2.0, null);
        Object validated =
                check(new Class<?>[] {X509Certificate[].class, String.class, String.class}, WIRE, "RSA", "host");

        assertEquals(5L, sum);
        assertEquals(SEEN, validated);
        assertEquals(List.of(SEEN, SEEN, SEEN, SEEN, SEEN, SEEN, "finally"), judged());
        assertSame(MINTED, WIRE[0]);
    }

    @Test
    void staticMethodsAndListsAreSeenToToo() throws Throwable {
        check(new Class<?>[] {X509Certificate[].class}, (Object) WIRE);
        check(new Class<?>[] {List.class, int.class}, List.of(WIRE), 2);

        assertEquals(SEEN, plain(judgeType.getMethod("judgedLast").invoke(null)));
        assertEquals(List.of(SEEN, SEEN, SEEN), judged());
        assertEquals(
                List.of(Judges.class.getName(), Judges.class.getName()),
                Verdict.drain().stream().map(Verdict::judge).toList());
    }

    @Test
    void ktorComparesTheHostWithTheRealLeaf() throws Exception {
        Class<?> woven = loadWoven(HostnameUtilsKt.class);

        for (String check : List.of("verifyHostnameInCertificate", "verifyIpInCertificate")) {
            Method method = woven.getMethod(check, String.class, X509Certificate.class);
            method.invoke(null, "localhost", MINTED);
            method.invoke(null, "localhost", ROOT.certificate());
        }

        assertEquals(
                List.of(REAL, ROOT.certificate(), REAL, ROOT.certificate()),
                woven.getField("COMPARED").get(null));
    }

    @Test
    void aMethodOfTheNameThatTakesNoChainStaysAsItIs() throws Throwable {
        check(new Class<?>[] {String.class}, "name");

        assertEquals(List.of("name"), judged());
        assertEquals(List.of(), Verdict.drain());
    }

    @Test
    void theOutermostCallReportsOneAcceptingVerdictWithItsSocketsPort() throws Throwable {
        try (ServerSocket server = new ServerSocket(0);
                Socket socket = new Socket(server.getInetAddress(), server.getLocalPort())) {
            check(new Class<?>[] {X509Certificate[].class, String.class, Socket.class}, WIRE, "RSA", socket);

            assertEquals(
                    List.of(new Verdict(sha256(MINTED), socket.getLocalPort(), true, Judges.class.getName(), "", "")),
                    Verdict.drain());
        }
    }

    @Test
    void aRefusalIsReportedAndGoesOnUnchanged() throws Throwable {
        CertificateException refusal = assertThrows(
                CertificateException.class,
                () -> check(
                        new Class<?>[] {X509Certificate[].class, String.class, SSLEngine.class}, WIRE, "refuse", null));

        assertEquals(
                List.of(new Verdict(
                        sha256(MINTED),
                        0,
                        false,
                        Judges.class.getName(),
                        "java.security.cert.CertificateException",
                        "not today")),
                Verdict.drain());
        assertEquals(unwovenTrace(), trace(refusal));
    }

    @Test
    void theMethodsOwnHandlersComeFirst() throws Throwable {
        Class<?>[] overload = {X509Certificate[].class, String.class, String.class};
        IOException thrown = assertThrows(IOException.class, () -> check(overload, WIRE, "RSA", ""));

        assertEquals("wrapped", thrown.getMessage());
        assertEquals(List.of(SEEN, "finally"), judged());
        assertEquals(
                List.of("java.io.IOException"),
                Verdict.drain().stream().map(Verdict::exceptionClass).toList());
    }

    @Test
    void chainsOfOthersAreJudgedAsTheyAreWithoutAReport() throws Throwable {
        X509Certificate[] other = {REAL};
        check(new Class<?>[] {X509Certificate[].class, String.class}, other, "RSA");
        assertThrows(
                CertificateException.class,
                () -> check(new Class<?>[] {X509Certificate[].class, String.class}, other, "refuse"));

        assertSame(other, ((List<?>) judgeType.getField("judged").get(judges)).get(0));
        assertEquals(List.of(), Verdict.drain());
    }

    @Test
    void withoutACaNothingIsReplacedOrReported() throws Throwable {
        TestSession.ca(null);

        check(new Class<?>[] {X509Certificate[].class, String.class}, WIRE, "RSA");

        assertSame(WIRE, ((List<?>) judgeType.getField("judged").get(judges)).get(0));
        assertEquals(List.of(), Verdict.drain());
    }

    @Test
    void sessionsShowTheRealChainThroughBridgeMethodsToo() throws Exception {
        Class<?> woven = loadWoven(Sessions.Covariant.class);
        Object session = woven.getConstructor(X509Certificate[].class).newInstance((Object) WIRE);
        for (Method method : woven.getDeclaredMethods()) {
            Certificate[] shown = (Certificate[]) method.invoke(session);

            assertEquals(SEEN, List.of(shown), method::toString);
            assertSame(X509Certificate[].class, shown.getClass());
        }
        assertEquals(2, woven.getDeclaredMethods().length);
    }

    @Test
    @SuppressWarnings("removal") // what is tested is the removed API
    void sessionsOfTheOldKindCanBeAsked() throws Exception {
        // From 15 on no JDK can make such a certificate; the matrix sees to the older ones.
        javax.security.cert.X509Certificate[] empty = {};
        Class<?> woven = loadWoven(Sessions.Legacy.class);
        Object session = woven.getConstructor(empty.getClass()).newInstance((Object) empty);

        assertSame(empty, woven.getMethod("getPeerCertificateChain").invoke(session));
    }

    @Test
    void classesThatOnlyLookAlikeKeepTheirAnswers() throws Exception {
        Class<?> woven = loadWoven(Sessions.NoSession.class);
        Object session = woven.getConstructor().newInstance();

        assertEquals(List.of(), woven.getMethod("getStatusResponses").invoke(session));
        assertEquals("none", woven.getMethod("getPeerCertificates").invoke(session));
    }

    @Test
    void allReadersAndWritersGiveVerifiableClasses() {
        for (Class<?> type : List.of(Judges.class, Sessions.Covariant.class, Sessions.Legacy.class)) {
            for (int writerFlags : new int[] {0, ClassWriter.COMPUTE_MAXS}) {
                for (int readerFlags : new int[] {0, ClassReader.EXPAND_FRAMES, ClassReader.SKIP_DEBUG}) {
                    byte[] woven = Weaving.woven(Weaving.bytes(type), writerFlags, readerFlags);

                    assertEquals("", Weaving.faults(woven), type + " " + writerFlags + " " + readerFlags);
                    Weaving.load(type.getName(), woven);
                }
            }
        }
    }

    @Test
    void classFilesFromBeforeStackMapFramesAreWovenToo() throws Exception {
        for (int version : new int[] {Opcodes.V1_4, Opcodes.V1_5, Opcodes.V1_6}) {
            byte[] woven = Weaving.woven(unframed(version), ClassWriter.COMPUTE_MAXS, 0);
            Method judge = Weaving.load("old.Judge", woven).getMethod("checkServerTrusted", X509Certificate[].class);

            assertEquals(SEEN, plain(judge.invoke(null, (Object) WIRE)), () -> "class file version " + version);
            assertThrows(InvocationTargetException.class, () -> judge.invoke(null, (Object) null));
        }
    }

    /** A judge that returns its chain, or throws null where that is null: a branch without a frame at its target. */
    private static byte[] unframed(int version) {
        String chain = "[Ljava/security/cert/X509Certificate;";
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        writer.visit(version, Opcodes.ACC_PUBLIC | Opcodes.ACC_SUPER, "old/Judge", null, "java/lang/Object", null);
        MethodVisitor code = writer.visitMethod(
                Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, "checkServerTrusted", "(" + chain + ")" + chain, null, null);
        Label isNull = new Label();
        code.visitCode();
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitJumpInsn(Opcodes.IFNULL, isNull);
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitInsn(Opcodes.ARETURN);
        code.visitLabel(isNull);
        code.visitInsn(Opcodes.ACONST_NULL);
        code.visitInsn(Opcodes.ATHROW);
        code.visitMaxs(0, 0);
        code.visitEnd();
        writer.visitEnd();
        return writer.toByteArray();
    }

    @Test
    void callersAndInterfacesAreNotWanted() {
        assertTrue(Weaving.wanted("x/Judges", Weaving.bytes(Judges.class)));
        assertFalse(Weaving.wanted("x/Narrow", Weaving.bytes(Sessions.Narrow.class)));
        assertFalse(Weaving.wanted("x/WeavingTest", Weaving.bytes(WeavingTest.class)));
        assertFalse(Weaving.wanted("io/jvmtap/hook/boot/TrustBridge", Weaving.bytes(Judges.class)));
    }

    private Object check(Class<?>[] overload, @Nullable Object... arguments) throws Throwable {
        try {
            return judgeType.getMethod("checkServerTrusted", overload).invoke(judges, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /** What was judged, arrays as lists. */
    private List<Object> judged() throws Exception {
        return ((List<?>) judgeType.getField("judged").get(judges))
                .stream().map(WeavingTest::plain).toList();
    }

    private static Object plain(Object noted) {
        return noted instanceof Object[] array ? Arrays.asList(array) : noted;
    }

    /** Frames of the judges' own class. */
    private static List<String> trace(Throwable thrown) {
        return Arrays.stream(thrown.getStackTrace())
                .filter(frame -> frame.getClassName().contains("Judges")
                        || frame.getClassName().contains("jvmtap.hook.boot"))
                .map(StackTraceElement::toString)
                .map(frame -> frame.substring(frame.lastIndexOf("//") + 1))
                .toList();
    }

    private static List<String> unwovenTrace() {
        return trace(assertThrows(
                CertificateException.class, () -> new Judges().checkServerTrusted(WIRE, "refuse", (SSLEngine) null)));
    }

    private static Class<?> loadWoven(Class<?> type) {
        return Weaving.load(type.getName(), Weaving.woven(Weaving.bytes(type), ClassWriter.COMPUTE_MAXS, 0));
    }

    private static String sha256(X509Certificate certificate) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
    }
}
