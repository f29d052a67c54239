package io.jvmtap.ca.trust;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jvmtap.ca.CaException;
import io.jvmtap.ca.CertificateAuthority;
import io.jvmtap.ca.LeafMint;
import io.jvmtap.ca.MintedLeaf;
import io.jvmtap.ca.Pem;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyStoreFileTest {
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    Path temporary;

    private final List<String> log = new ArrayList<>();
    private Root root;
    private Root other;
    private MintedLeaf leaf;

    @BeforeEach
    void make() throws Exception {
        CertificateAuthority authority = CertificateAuthority.create(temporary.resolve("ca"));
        root = new Root(authority.certificate(), authority.certificateFile());
        CertificateAuthority second = CertificateAuthority.create(temporary.resolve("other"));
        other = new Root(second.certificate(), second.certificateFile());
        leaf = new LeafMint(authority, Runnable::run).forName("key.example").get();
    }

    @Test
    void aRootGoesIntoEachKindOfKeyStoreAndOutAgain() throws Exception {
        for (String type : List.of("JKS", "JCEKS", "PKCS12")) {
            Path file = keyStore(type, PASSWORD);
            KeyStoreFile store = store(file);

            assertFalse(store.contains(root));
            TrustChange installed = store.install(root);
            assertEquals("jvmtap ca untrust --store file --keystore " + file, installed.undo());
            assertFalse(store.install(root).changed(), "again");
            KeyStore changed = read(type, file, PASSWORD);
            assertEquals(root.certificate(), changed.getCertificate(root.alias()));
            assertKept(changed);

            assertTrue(store.uninstall(root).changed());
            assertFalse(store.uninstall(root).changed(), "again");
            KeyStore restored = read(type, file, PASSWORD);
            assertEquals(2, restored.size());
            assertKept(restored);
        }
    }

    @Test
    void whatWasReadableWithoutPasswordStaysSo() throws Exception {
        Path file = temporary.resolve("cacerts");
        System.setProperty("keystore.pkcs12.certProtectionAlgorithm", "NONE");
        System.setProperty("keystore.pkcs12.macAlgorithm", "NONE");
        try {
            KeyStore open = KeyStore.getInstance("PKCS12");
            open.load(null, null);
            open.setCertificateEntry("other", other.certificate());
            write(open, file, PASSWORD);
        } finally {
            System.clearProperty("keystore.pkcs12.certProtectionAlgorithm");
            System.clearProperty("keystore.pkcs12.macAlgorithm");
        }

        store(file).install(root);
        assertEquals(2, read("PKCS12", file, null).size());
        store(file).uninstall(root);
        assertEquals(1, read("PKCS12", file, null).size());
        assertEquals(null, System.getProperty("keystore.pkcs12.macAlgorithm"), "settings are put back");
    }

    @Test
    void whatWasForOldReadersStaysSo() throws Exception {
        System.setProperty("keystore.pkcs12.legacy", "true");
        Path file;
        try {
            file = keyStore("PKCS12", PASSWORD);
        } finally {
            System.clearProperty("keystore.pkcs12.legacy");
        }
        store(file).install(root);

        String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        assertFalse(bytes.contains("*\u0086H\u0086\u00f7\r\u0001\u0005\r"), "PBES2, which JDK 8 cannot read");
        assertEquals(3, read("PKCS12", file, PASSWORD).size());
    }

    @Test
    void aBundleInPemKeepsEveryOtherByte() throws Exception {
        for (String end : List.of("", "\n", "\r\n")) {
            byte[] before = ("# Wurzeln, für alle\n"
                            + Pem.encode(other.certificate()).strip() + end)
                    .getBytes(StandardCharsets.UTF_8);
            Path file = Files.write(temporary.resolve("roots.pem"), before);
            KeyStoreFile store = store(file);

            assertFalse(store.contains(root));
            assertTrue(store.install(root).changed());
            assertTrue(store.contains(root));
            assertTrue(store.contains(other));
            assertTrue(Files.readString(file).contains("# " + root.alias() + "\n"));
            assertTrue(store.uninstall(root).changed());
            String after = Files.readString(file);
            assertEquals(new String(before, StandardCharsets.UTF_8) + (end.isEmpty() ? "\n" : ""), after);
        }
    }

    @Test
    void aRootThatSomeoneElsePutIntoABundleIsTakenOutAsWell() throws Exception {
        String both = Pem.encode(root.certificate()) + Pem.encode(other.certificate()) + Pem.encode(root.certificate());
        Path file = Files.writeString(temporary.resolve("roots.pem"), both);
        store(file).uninstall(root);

        assertEquals(Pem.encode(other.certificate()), Files.readString(file));
    }

    @Test
    void aRewrittenFileKeepsItsModeAndLeavesNothingBeside() throws Exception {
        assumeTrue(temporary.getFileSystem().supportedFileAttributeViews().contains("posix"));
        Path directory = Files.createDirectory(temporary.resolve("conf"));
        Path file = Files.move(keyStore("PKCS12", PASSWORD), directory.resolve("trust.p12"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw----"));
        store(file).install(root);

        assertEquals("rw-rw----", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        try (var files = Files.list(directory)) {
            assertEquals(List.of(file), files.toList());
        }
    }

    @Test
    void aDryRunPrintsTheCommandAndChangesNothing() throws Exception {
        Path file = keyStore("PKCS12", PASSWORD);
        byte[] before = Files.readAllBytes(file);
        List<String> printed = new ArrayList<>();
        Commands dry = new DryRun(new SystemCommands(Map.of(), log::add), printed::add);
        new KeyStoreFile(dry, file, PASSWORD, "").install(root);

        assertEquals(
                List.of("keytool -importcert -noprompt -trustcacerts -alias " + root.alias() + " -file " + root.file()
                        + " -keystore " + file),
                printed);
        assertArrayEquals(before, Files.readAllBytes(file));
        assertTrue(log.isEmpty());
    }

    @Test
    void whatCannotBeReadIsSaidAndLeftAlone() throws Exception {
        Path file = keyStore("PKCS12", "another".toCharArray());
        assertRefused("the password does not open " + file, file);
        Path jks = keyStore("JKS", "another".toCharArray());
        assertRefused("the password does not open " + jks, jks);
        Path junk = Files.writeString(temporary.resolve("junk"), "junk");
        assertRefused("neither JKS, JCEKS, PKCS12 nor", junk);
        assertRefused("neither JKS, JCEKS, PKCS12 nor", Files.createFile(temporary.resolve("empty")));
        assertRefused("does not exist", temporary.resolve("absent"));
        assertRefused("cannot be read", temporary);
        byte[] whole = Files.readAllBytes(keyStore("PKCS12", PASSWORD));
        Path half = Files.write(temporary.resolve("half"), Arrays.copyOf(whole, whole.length / 2));
        assertRefused("damaged", half);
    }

    @Test
    void anEntryOfTheSameNameIsNotOverwritten() throws Exception {
        Path file = temporary.resolve("clash");
        KeyStore clash = KeyStore.getInstance("PKCS12");
        clash.load(null, null);
        clash.setCertificateEntry(root.alias(), other.certificate());
        write(clash, file, PASSWORD);

        CaException failure = assertThrows(CaException.class, () -> store(file).install(root));
        assertTrue(failure.getMessage().contains("another entry of the name"), failure.getMessage());
        assertEquals(other.certificate(), read("PKCS12", file, PASSWORD).getCertificate(root.alias()));
    }

    private void assertRefused(String problem, Path file) {
        CaException failure = assertThrows(CaException.class, () -> store(file).install(root));
        assertTrue(failure.getMessage().contains(problem), failure.getMessage());
        assertEquals(1, failure.getMessage().lines().count());
    }

    private void assertKept(KeyStore store) throws Exception {
        assertEquals(other.certificate(), store.getCertificate("other"));
        assertEquals(leaf.key(), store.getKey("key", "of-the-key".toCharArray()));
        assertNotNull(store.getCertificateChain("key"));
    }

    private KeyStoreFile store(Path file) {
        return new KeyStoreFile(
                new SystemCommands(Map.of(), log::add), file, PASSWORD, "--store file --keystore " + file);
    }

    /** With a root and a private key, which has a password of its own. */
    private Path keyStore(String type, char[] password) throws Exception {
        KeyStore store = KeyStore.getInstance(type);
        store.load(null, null);
        store.setCertificateEntry("other", other.certificate());
        store.setKeyEntry("key", leaf.key(), "of-the-key".toCharArray(), new Certificate[] {leaf.certificate()});
        Path file = temporary.resolve("trust." + type);
        write(store, file, password);
        return file;
    }

    private static void write(KeyStore store, Path file, char[] password) throws Exception {
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, password);
        }
    }

    private static KeyStore read(String type, Path file, char @Nullable [] password) throws Exception {
        KeyStore store = KeyStore.getInstance(type);
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, password);
        }
        return store;
    }
}
