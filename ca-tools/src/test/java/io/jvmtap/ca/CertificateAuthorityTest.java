package io.jvmtap.ca;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateAuthorityTest {
    @TempDir
    Path temporary;

    @Test
    void aNewCaSaysWhatRfc5280AsksOfARoot() throws Exception {
        Instant now = Instant.parse("2026-11-23T10:00:00Z");
        X509Certificate root = CertificateAuthority.create(directory(), Clock.fixed(now, ZoneOffset.UTC))
                .certificate();

        root.verify(root.getPublicKey());
        assertEquals(root.getIssuerX500Principal(), root.getSubjectX500Principal());
        assertEquals("EC", root.getPublicKey().getAlgorithm());
        assertEquals(0, root.getBasicConstraints(), "path length");
        assertEquals(Set.of("2.5.29.19", "2.5.29.15"), root.getCriticalExtensionOIDs());
        assertEquals(Set.of("2.5.29.14"), root.getNonCriticalExtensionOIDs());
        assertArrayEquals(
                new boolean[] {false, false, false, false, false, true, true, false, false}, root.getKeyUsage());
        assertEquals(Instant.parse("2026-11-22T10:00:00Z"), root.getNotBefore().toInstant());
        assertEquals(Instant.parse("2036-11-20T10:00:00Z"), root.getNotAfter().toInstant());
        String name = root.getSubjectX500Principal().getName();
        assertTrue(name.matches("CN=jvmtap local CA \\(.+\\\\, 2026-11-23\\),O=jvmtap"), name);
    }

    @Test
    void anOwnerWithALongOrStrangeNameStillFitsIntoTheSubject() {
        String owner = CaCertificate.owner(Map.of("HOSTNAME", "h".repeat(200)), "a,b=c\n\"d\"");
        String name = CaCertificate.name(owner, RealLeaf.START).toString();

        assertTrue(owner.startsWith("a,b=c_"), owner);
        assertTrue(name.length() < 100, name);
        assertEquals("someone@box", CaCertificate.owner(Map.of("COMPUTERNAME", "box"), " "));
    }

    @Test
    void theKeyIsForItsOwnerAlone() throws Exception {
        assumeTrue(posix());
        CertificateAuthority authority = CertificateAuthority.create(directory());

        assertEquals("rw-------", mode(authority.keyFile()));
        assertEquals("rwx------", mode(directory()));
        assertEquals(Set.of("ca.key.pem", "ca.pem", "ca.lock"), names());
    }

    @Test
    void whatWasMadeIsLoadedAgain() {
        CertificateAuthority made = CertificateAuthority.loadOrCreate(directory());

        assertEquals(
                made.certificate(),
                CertificateAuthority.loadOrCreate(directory()).certificate());
        assertEquals(made.certificate(), CertificateAuthority.load(directory()).certificate());
    }

    @Test
    void manyThatCreateAtOnceEndWithOneCa() throws Exception {
        int many = 16;
        CountDownLatch start = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(many);
        try {
            List<Future<CertificateAuthority>> results = new ArrayList<>();
            for (int i = 0; i < many; i++) {
                results.add(threads.submit(() -> {
                    start.await();
                    return CertificateAuthority.loadOrCreate(directory());
                }));
            }
            start.countDown();
            Set<X509Certificate> seen = new HashSet<>();
            for (Future<CertificateAuthority> result : results) {
                seen.add(result.get().certificate());
            }
            assertEquals(1, seen.size());
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void manyProcessesThatCreateAtOnceEndWithOneCa() throws Exception {
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            processes.add(new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            Creation.class.getName(),
                            directory().toString())
                    .redirectErrorStream(true)
                    .start());
        }
        Set<String> said = new HashSet<>();
        for (Process process : processes) {
            said.add(new String(process.getInputStream().readAllBytes(), US_ASCII).strip());
        }
        String serial = CertificateAuthority.load(directory())
                .certificate()
                .getSerialNumber()
                .toString();
        assertEquals(Set.of(serial), said);
    }

    /** What a process of the test above runs. */
    static final class Creation {
        private Creation() {}

        public static void main(String[] arguments) {
            System.out.println(CertificateAuthority.loadOrCreate(Path.of(arguments[0]))
                    .certificate()
                    .getSerialNumber());
        }
    }

    @Test
    void aSecondCreationIsRefusedAndChangesNothing() {
        X509Certificate first = CertificateAuthority.create(directory()).certificate();

        assertRefused("there is a CA in " + directory() + " already", () -> CertificateAuthority.create(directory()));
        assertEquals(first, CertificateAuthority.load(directory()).certificate());
    }

    @Test
    void anAbsentCaIsSaidToBeAbsent() {
        CaException failure = assertRefused("there is no CA in", () -> CertificateAuthority.load(directory()));
        assertEquals("run `jvmtap ca create`", failure.remedy());
        assertFalse(Files.exists(directory()), "loading makes nothing");
    }

    @Test
    void aKeyThatOthersMayReadIsRefusedWithTheCommandThatMendsIt() throws Exception {
        assumeTrue(posix());
        CertificateAuthority authority = CertificateAuthority.create(directory());
        for (String mode : List.of("rw-r-----", "rw----r--", "rw--w----")) {
            Files.setPosixFilePermissions(authority.keyFile(), PosixFilePermissions.fromString(mode));
            CaException failure = assertRefused("others may use", () -> CertificateAuthority.load(directory()));
            assertEquals("run: chmod 600 " + authority.keyFile(), failure.remedy());
        }
        Files.setPosixFilePermissions(authority.keyFile(), PosixFilePermissions.fromString("r--------"));
        CertificateAuthority.load(directory());
    }

    @Test
    void damagedFilesAreNamed() throws Exception {
        CertificateAuthority authority = CertificateAuthority.create(directory());
        String key = Files.readString(authority.keyFile());
        for (String junk : List.of("", "junk", key.replace('M', '!'), key.substring(0, key.length() / 2))) {
            Files.writeString(authority.keyFile(), junk);
            assertRefused("ca.key.pem does not hold a", () -> CertificateAuthority.load(directory()));
        }
        Files.writeString(authority.keyFile(), key.replace("PRIVATE KEY", "EC PRIVATE KEY"));
        assertRefused("ca.key.pem is encrypted or not PKCS#8", () -> CertificateAuthority.load(directory()));

        String certificate = Files.readString(authority.certificateFile());
        for (String junk :
                List.of("", certificate.substring(0, 300), Pem.encode("CERTIFICATE", new byte[] {0x30, 1}))) {
            Files.writeString(authority.certificateFile(), junk);
            assertRefused("ca.pem does not hold a certificate", () -> CertificateAuthority.load(directory()));
        }
        Files.write(authority.certificateFile(), new byte[100_000]);
        assertRefused("too large", () -> CertificateAuthority.load(directory()));
        Files.delete(authority.certificateFile());
        assertRefused("cannot read " + authority.certificateFile(), () -> CertificateAuthority.load(directory()));
    }

    @Test
    void aForeignCertificateIsRefused() throws Exception {
        CertificateAuthority authority = CertificateAuthority.create(directory());
        Path other = temporary.resolve("other");
        CertificateAuthority.create(other);
        Files.writeString(authority.certificateFile(), Files.readString(other.resolve("ca.pem")));
        assertRefused("ca.key.pem is not the key of", () -> CertificateAuthority.load(directory()));

        Files.writeString(
                authority.certificateFile(), Pem.encode(RealLeaf.usual().p256()));
        assertRefused("ca.pem is not a CA's certificate", () -> CertificateAuthority.load(directory()));
    }

    @Test
    void aCertificateWithoutKeyIsNeverOverwritten() throws Exception {
        CertificateAuthority authority = CertificateAuthority.create(directory());
        String certificate = Files.readString(authority.certificateFile());
        Files.delete(authority.keyFile());

        assertRefused("without its key", () -> CertificateAuthority.load(directory()));
        assertRefused("without its key", () -> CertificateAuthority.loadOrCreate(directory()));
        assertEquals(certificate, Files.readString(authority.certificateFile()));
    }

    @Test
    void leftoversOfAnInterruptedCreationAreNoHindrance() throws Exception {
        Files.createDirectories(directory());
        Files.writeString(directory().resolve("ca.key.pem.new"), "half a k");
        Files.writeString(directory().resolve("ca.pem.new"), "");

        CertificateAuthority.loadOrCreate(directory());
        assertEquals(Set.of("ca.key.pem", "ca.pem", "ca.lock"), names());
    }

    @Test
    void anExpiredOrFutureCaIsRefused() {
        CertificateAuthority.create(directory());
        CaFiles files = new CaFiles(directory());
        Instant now = Clock.systemUTC().instant();
        Clock later = Clock.fixed(now.plusSeconds(3660L * 86_400), ZoneOffset.UTC);
        Clock before = Clock.fixed(now.minusSeconds(3L * 86_400), ZoneOffset.UTC);

        assertRefused("expired on", () -> CertificateAuthority.load(files, later));
        assertRefused("is valid only from", () -> CertificateAuthority.load(files, before));
    }

    @Test
    void aHomeThatCannotBeWrittenIsSaidInOneLine() throws Exception {
        Path file = Files.writeString(temporary.resolve("file"), "not a directory");

        CaException failure =
                assertRefused("cannot write the CA into", () -> CertificateAuthority.loadOrCreate(file.resolve("ca")));
        assertTrue(failure.remedy().contains("JVMTAP_HOME"), failure.remedy());
        assertFalse(failure.getMessage().contains("\n"));
    }

    @Test
    void anRsaCaOfTheUsersOwnServesToo() throws Exception {
        OpenSsl openSsl = OpenSsl.orSkip(temporary);
        Files.createDirectories(directory());
        openSsl.run(
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-keyout",
                "ca/ca.key.pem",
                "-out",
                "ca/ca.pem",
                "-days",
                "30",
                "-subj",
                "/CN=own CA");
        if (posix()) {
            Files.setPosixFilePermissions(
                    directory().resolve("ca.key.pem"), PosixFilePermissions.fromString("rw-------"));
        }

        CertificateAuthority authority = CertificateAuthority.load(directory());
        MintedLeaf leaf =
                new LeafMint(authority, Runnable::run).forName("shop.example").get();
        leaf.certificate().verify(authority.certificate().getPublicKey());
    }

    @Test
    void openSslAcceptsTheRoot() throws Exception {
        OpenSsl openSsl = OpenSsl.orSkip(temporary);
        CertificateAuthority.create(directory());

        openSsl.run("verify", "-x509_strict", "-CAfile", "ca/ca.pem", "ca/ca.pem");
    }

    private static CaException assertRefused(String problem, Runnable action) {
        CaException failure = assertThrows(CaException.class, action::run);
        assertTrue(failure.getMessage().contains(problem), failure.getMessage());
        assertEquals(failure.problem() + "; " + failure.remedy(), failure.getMessage());
        return failure;
    }

    private Path directory() {
        return temporary.resolve("ca");
    }

    private boolean posix() {
        return temporary.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private static String mode(Path file) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private Set<String> names() throws Exception {
        Set<String> names = new HashSet<>();
        try (var files = Files.list(directory())) {
            files.forEach(file -> names.add(file.getFileName().toString()));
        }
        return names;
    }
}
