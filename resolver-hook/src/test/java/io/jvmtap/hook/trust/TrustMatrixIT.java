package io.jvmtap.hook.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvmtap.hook.boot.TestSession;
import io.jvmtap.hook.trust.ChildPrograms.Output;
import io.jvmtap.hook.trust.TestPki.Identity;
import io.jvmtap.hook.trust.TestPki.Leaf;
import io.jvmtap.sample.HttpClientRows;
import io.jvmtap.sample.TlsRows;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Faithful trust, judged by a program's whole output: the same against the real servers without an agent, and against
 * servers that present minted leaves, as the proxy does, with the trust hooks.
 */
class TrustMatrixIT {

    private static final Identity CA = TestPki.authority("CN=jvmtap local CA");
    private static final Identity ROOT = TestPki.authority("CN=Real Root");
    private static final Identity BETWEEN = TestPki.intermediate(ROOT, "CN=Real Intermediate");
    private static final Identity STRANGER = TestPki.authority("CN=Unknown Root");
    private static final String SESSION = TestSession.text(TestPki.encoded(CA.certificate()));

    @TempDir
    static Path folder = Path.of("");

    private static final List<TlsServer> SERVERS = new ArrayList<>();
    private static final Properties REAL = new Properties();
    private static final Properties MINTED = new Properties();
    private static final List<String> OPTIONS = new ArrayList<>();

    static Collection<TestJdk> jdks() throws Exception {
        return TestJdk.all();
    }

    @BeforeAll
    static void startServers() throws Exception {
        Identity good = TestPki.leaf(BETWEEN, Leaf.forLocalhost(), "EC");
        serve("good", good, BETWEEN.certificate());
        serve("rsa", TestPki.leaf(BETWEEN, Leaf.forLocalhost(), "RSA"), BETWEEN.certificate());
        serve("incomplete", TestPki.leaf(BETWEEN, Leaf.forLocalhost(), "EC"));
        serve("wrong-host", TestPki.leaf(ROOT, Leaf.forHost("elsewhere.test"), "EC"), ROOT.certificate());
        serve("expired", TestPki.leaf(ROOT, Leaf.forLocalhost().expired(), "EC"), ROOT.certificate());
        serve("unknown-root", TestPki.leaf(STRANGER, Leaf.forLocalhost(), "EC"), STRANGER.certificate());
        serve("self-signed", TestPki.selfSigned(Leaf.forLocalhost()));
        String servers = "good rsa incomplete wrong-host expired unknown-root self-signed";
        String pin = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(TestPki.encoded(good.certificate())));
        for (Properties given : List.of(REAL, MINTED)) {
            given.setProperty("servers", servers);
            given.setProperty("pin", pin);
        }
        Path store = folder.resolve("roots.p12");
        KeyStore roots = KeyStore.getInstance("PKCS12");
        roots.load(null, null);
        roots.setCertificateEntry("root", ROOT.certificate());
        try (OutputStream out = Files.newOutputStream(store)) {
            roots.store(out, "changeit".toCharArray());
        }
        OPTIONS.addAll(List.of(
                "-Djavax.net.ssl.trustStore=" + store,
                "-Djavax.net.ssl.trustStorePassword=changeit",
                "-Djavax.net.ssl.trustStoreType=PKCS12",
                "-XX:TieredStopAtLevel=1"));
    }

    @AfterAll
    static void stopServers() throws Exception {
        for (TlsServer server : SERVERS) {
            server.close();
        }
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void aProgramPrintsTheSameTappedAndUntapped(TestJdk jdk) throws Exception {
        ChildPrograms programs = new ChildPrograms(Files.createTempDirectory(folder, "jdk"));

        Output untapped = programs.run(jdk, OPTIONS, "", TlsRows.class, file(REAL));
        Output tapped = programs.run(jdk, OPTIONS, SESSION, TlsRows.class, file(MINTED));

        assertEquals(0, untapped.exitCode());
        assertTrue(untapped.text().contains("HTTP/1.1 200 OK"), untapped.text());
        assertTrue(untapped.text().contains("judged 1 times"), untapped.text());
        assertTrue(
                untapped.text().contains("No subject alternative DNS name matching localhost found"), untapped.text());
        assertSameRows(untapped, tapped);
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void theHttpClientOfTheJdkIsShownTheSame(TestJdk jdk) throws Exception {
        if (jdk.feature() < 11) {
            return; // it has none
        }
        ChildPrograms programs = new ChildPrograms(Files.createTempDirectory(folder, "http"));
        programs.compile(11, HttpClientRows.class);

        Output untapped = programs.run(jdk, OPTIONS, "", HttpClientRows.class, file(REAL));
        Output tapped = programs.run(jdk, OPTIONS, SESSION, HttpClientRows.class, file(MINTED));

        assertTrue(untapped.text().contains("200 ok"), untapped.text());
        assertSameRows(untapped, tapped);
    }

    @Test
    void withoutACaInTheSessionNoHookActsAndTheProgramRefusesTheMintedLeaf() throws Exception {
        ChildPrograms programs = new ChildPrograms(Files.createTempDirectory(folder, "noca"));
        TestJdk running = TestJdk.running();
        String session = TestSession.text(null);

        Output without = programs.run(running, OPTIONS, "", TlsRows.class, file(MINTED));
        Output inert = programs.run(running, OPTIONS, session, TlsRows.class, file(MINTED));

        assertSameRows(without, inert);
        assertTrue(rows(inert, "default context, good, ").stream().noneMatch(row -> row.contains("200 OK")));
        assertTrue(rows(inert, "pinned, good, ").stream().noneMatch(row -> row.contains("200 OK")));
    }

    /** The real server's staples ride in the minted leaf; what an untapped run prints is known. */
    @ParameterizedTest
    @MethodSource("jdks")
    void revocationIsJudgedByTheRealServersStaples(TestJdk jdk) throws Exception {
        Properties given = new Properties();
        given.setProperty("servers", "");
        given.setProperty("pin", "");
        X509Certificate leaf = TestPki.leaf(BETWEEN, Leaf.forLocalhost(), "EC").certificate();
        mintOnly(given, "stapled", TestPki.mint(CA, leaf, TestStaple.good(BETWEEN, leaf)));
        mintOnly(given, "revoked", TestPki.mint(CA, leaf, TestStaple.revoked(BETWEEN, leaf)));
        ChildPrograms programs = new ChildPrograms(Files.createTempDirectory(folder, "staples"));

        Output tapped = programs.run(jdk, OPTIONS, SESSION, TlsRows.class, file(given));

        List<String> good = rows(tapped, "staples, stapled, ");
        List<String> revoked = rows(tapped, "staples, revoked, ");
        assertEquals(2, good.size());
        assertEquals(2, revoked.size());
        assertTrue(good.stream().allMatch(row -> row.contains("200 OK")), tapped.text());
        if (jdk.feature() > 8) { // 8 judges by staples too, but does not show them
            assertTrue(good.stream().allMatch(row -> row.contains("staples 1")), tapped.text());
        }
        assertTrue(
                revoked.stream().allMatch(row -> row.contains("Certificate has been revoked, reason: KEY_COMPROMISE")),
                tapped.text());
    }

    /** Row by row first, since the whole is too long to read. */
    private static void assertSameRows(Output expected, Output actual) {
        String[] expectedRows = expected.text().split("(?=== )");
        String[] actualRows = actual.text().split("(?=== )");
        for (int i = 0; i < Math.min(expectedRows.length, actualRows.length); i++) {
            assertEquals(expectedRows[i], actualRows[i]);
        }
        assertEquals(expected, actual);
    }

    private static void serve(String name, Identity real, X509Certificate... rest) throws Exception {
        start(REAL, name, real, rest);
        start(MINTED, name, TestPki.mint(CA, real.certificate()), rest);
    }

    private static void mintOnly(Properties given, String name, Identity minted) throws Exception {
        start(given, name, minted, BETWEEN.certificate());
    }

    private static void start(Properties given, String name, Identity leaf, X509Certificate... rest) throws Exception {
        TlsServer server = new TlsServer(leaf, rest);
        SERVERS.add(server);
        given.setProperty("port." + name, Integer.toString(server.port()));
    }

    private static Path file(Properties given) throws Exception {
        Path file = Files.createTempFile(folder, "given", ".properties");
        try (OutputStream out = Files.newOutputStream(file)) {
            given.store(out, null);
        }
        return file;
    }

    /** What the rows of this name printed, once for each protocol. */
    private static List<String> rows(Output output, String name) {
        List<String> rows = new ArrayList<>();
        for (String row : output.text().split("== ")) {
            if (row.startsWith(name)) {
                rows.add(row);
            }
        }
        return rows;
    }
}
