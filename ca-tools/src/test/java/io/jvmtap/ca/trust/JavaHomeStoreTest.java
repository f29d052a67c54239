package io.jvmtap.ca.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvmtap.ca.CaException;
import io.jvmtap.ca.CertificateAuthority;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JavaHomeStoreTest {
    @TempDir
    Path temporary;

    private final List<String> log = new ArrayList<>();
    private Root root;

    @BeforeEach
    void make() {
        CertificateAuthority authority = CertificateAuthority.create(temporary.resolve("ca"));
        root = new Root(authority.certificate(), authority.certificateFile());
    }

    @Test
    void theRootsOfThisVeryJdkCanBeAddedTo() throws Exception {
        Path file =
                Files.createDirectories(temporary.resolve("jdk/lib/security")).resolve("cacerts");
        Files.copy(Path.of(System.getProperty("java.home"), "lib", "security", "cacerts"), file);
        long before = listed(file);
        JavaHomeStore store = store("jdk");

        assertFalse(store.contains(root));
        TrustChange installed = store.install(root);
        assertEquals("jvmtap ca untrust --store java --java-home " + temporary.resolve("jdk"), installed.undo());
        assertTrue(store.contains(root));
        assertEquals(before + 1, listed(file), "as keytool lists them without a password");
        assertTrue(store.uninstall(root).changed());
        assertEquals(before, listed(file));
    }

    @Test
    void aLinkStaysALinkAndTheFileBehindItIsChanged() throws Exception {
        Path shared = Files.copy(
                Path.of(System.getProperty("java.home"), "lib", "security", "cacerts"), temporary.resolve("shared"));
        Path link =
                Files.createDirectories(temporary.resolve("jdk/lib/security")).resolve("cacerts");
        Files.createSymbolicLink(link, Path.of("../../../shared"));
        JavaHomeStore store = store("jdk");

        TrustChange change = store.install(root);
        assertTrue(change.said().contains(link + " leads there"), change.said());
        assertTrue(Files.isSymbolicLink(link));
        assertEquals(shared.toRealPath().toString(), store.place());
        assertTrue(new KeyStoreFile(commands(), shared, "changeit".toCharArray(), "").contains(root));

        Files.delete(shared);
        CaException failure = assertThrows(CaException.class, store::precheck);
        assertTrue(failure.getMessage().contains("leads nowhere"), failure.getMessage());
    }

    @Test
    void theFileThatJsseWouldReadIsTheOne() throws Exception {
        Path jdk8 = Files.createDirectories(temporary.resolve("jdk8/jre/lib/security"));
        Files.createFile(jdk8.resolve("cacerts"));
        assertEquals(jdk8.resolve("cacerts").toString(), store("jdk8").place());
        Files.createFile(jdk8.resolve("jssecacerts"));
        assertEquals(jdk8.resolve("jssecacerts").toString(), store("jdk8").place());
    }

    @Test
    void whatIsNoJavaHomeIsSaid() {
        CaException failure =
                assertThrows(CaException.class, () -> store("nothing").precheck());
        assertTrue(failure.getMessage().contains("there is no cacerts below"), failure.getMessage());
        assertEquals("name a JDK or JRE with --java-home DIR", failure.remedy());
    }

    private JavaHomeStore store(String name) {
        return new JavaHomeStore(commands(), temporary.resolve(name), "changeit".toCharArray());
    }

    private Commands commands() {
        return new SystemCommands(Map.of(), log::add);
    }

    /** By the tool a user would check with; it asks for a password, and gets none. */
    private static long listed(Path file) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-J-Duser.language=en",
                        "-list",
                        "-rfc",
                        "-keystore",
                        file.toString())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().write('\n');
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        assertEquals(0, process.waitFor(), text);
        return text.lines().filter("-----BEGIN CERTIFICATE-----"::equals).count();
    }
}
