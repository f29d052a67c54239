package io.jvmtap.differential;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvmtap.differential.ProgramRun.Plan;
import io.jvmtap.differential.ProgramRun.Result;
import io.jvmtap.differential.TestCertificates.Leaf;
import io.jvmtap.differential.programs.HttpClientProgram;
import io.jvmtap.differential.programs.SslSocketProgram;
import io.jvmtap.differential.programs.UrlConnectionProgram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The programs and the server without a tap between them: two runs must not differ in anything, or a difference with the
 * tap would mean nothing.
 */
@Tag("slow") // starts some thirty JVMs
class ClientProgramsTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final List<Class<?>> PROGRAMS =
            List.of(HttpClientProgram.class, UrlConnectionProgram.class, SslSocketProgram.class);
    private static final String[] CASES = {
        "hello",
        "echo",
        "chunked",
        "gzip",
        "head",
        "204",
        "error",
        "redirect",
        "odd-headers",
        "continue",
        "keepalive",
        "keepalive",
        "until-close",
        "early-close",
        "no-answer",
        "nowhere"
    };

    @TempDir
    private Path directory;

    private final TestCertificates certificates = certificates();
    private Path trustStore = Path.of("unset");

    @BeforeEach
    void writeTrustStore() throws GeneralSecurityException, IOException {
        trustStore = certificates.trustStore(directory);
    }

    @Test
    void twoRunsOfAProgramAreTheSame() throws Exception {
        for (Path home : JdkHomes.ofPrograms().values()) {
            for (Class<?> program : PROGRAMS) {
                try (TestServer server = TestServer.tls(certificates.server(Leaf.VALID))) {
                    Result first = run(home, program, server, CASES);
                    List<byte[]> sent = server.received();
                    Result second = run(home, program, server, CASES);
                    List<byte[]> all = server.received();
                    assertEquals(first.outText(), second.outText());
                    assertEquals(first.errText(), second.errText());
                    assertEquals(0, first.exit(), () -> first.outText() + first.errText());
                    assertEquals(2 * sent.size(), all.size());
                    for (int i = 0; i < sent.size(); i++) {
                        assertArrayEquals(sent.get(i), all.get(sent.size() + i), "connection " + i);
                    }
                }
            }
        }
    }

    @Test
    void aProgramRefusesABadCertificate() throws Exception {
        Path home = Path.of(System.getProperty("java.home"));
        for (Leaf leaf : Leaf.values()) {
            if (leaf != Leaf.VALID) {
                try (TestServer server = TestServer.tls(certificates.server(leaf))) {
                    for (Class<?> program : PROGRAMS) {
                        Result result = run(home, program, server, "hello");
                        assertTrue(
                                result.outText().contains("failed: javax.net.ssl.SSLHandshakeException"),
                                leaf + " " + program + ": " + result.outText());
                        assertTrue(result.errText().contains("\tat "), result.errText());
                    }
                }
            }
        }
    }

    @Test
    void aProgramSeesEachPartOfAStreamAsItIsReleased() throws Exception {
        Path home = Path.of(System.getProperty("java.home"));
        try (TestServer server = TestServer.tls(certificates.server(Leaf.VALID))) {
            for (Class<?> program : PROGRAMS) {
                Plan plan = Plan.usual(home, trustStore);
                try (ProgramRun run = ProgramRun.start(plan, program, base(server), "stream")) {
                    for (int part = 1; part <= Answers.PARTS; part++) {
                        server.release();
                        run.awaitOut("line part " + part, LIMIT);
                    }
                    assertEquals(0, run.finish(LIMIT).exit());
                }
            }
        }
    }

    @Test
    void theServerKeepsExactlyWhatItWasSent() throws Exception {
        Path home = Path.of(System.getProperty("java.home"));
        try (TestServer server = TestServer.tls(certificates.server(Leaf.VALID))) {
            Result result = run(home, SslSocketProgram.class, server, "hello");
            assertTrue(result.outText().contains("TLSv1.3 TLS_AES_256_GCM_SHA384"), result.outText());
            assertEquals(
                    "GET /hello HTTP/1.1\r\nhOST: " + TestCertificates.NAME + ":" + server.port()
                            + "\r\nX-Program:SSLSocket\r\nConnection: close\r\n\r\n",
                    new String(server.received().get(0), StandardCharsets.ISO_8859_1));
        }
    }

    private Result run(Path home, Class<?> program, TestServer server, String... cases) throws Exception {
        String[] args = new String[cases.length + 1];
        args[0] = base(server);
        System.arraycopy(cases, 0, args, 1, cases.length);
        return ProgramRun.start(Plan.usual(home, trustStore), program, args).finish(LIMIT);
    }

    private static String base(TestServer server) {
        return "https://" + TestCertificates.NAME + ":" + server.port();
    }

    private static TestCertificates certificates() {
        try {
            return new TestCertificates();
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError(e);
        }
    }
}
