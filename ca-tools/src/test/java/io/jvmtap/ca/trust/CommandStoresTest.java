package io.jvmtap.ca.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvmtap.ca.CaException;
import io.jvmtap.ca.CertificateAuthority;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stores behind other people's tools: which commands, in which order, and what happens when one fails. */
class CommandStoresTest {
    @TempDir
    Path temporary;

    private Root root;

    @BeforeEach
    void make() {
        CertificateAuthority authority = CertificateAuthority.create(temporary.resolve("ca"));
        root = new Root(authority.certificate(), authority.certificateFile());
    }

    @Test
    void eachLinuxDistributionHasItsAnchorsAndItsTool() throws Exception {
        List<List<String>> table = List.of(
                List.of("usr/local/share/ca-certificates", ".crt", "update-ca-certificates"),
                List.of("etc/pki/ca-trust/source/anchors", ".pem", "update-ca-trust extract"),
                List.of("etc/ca-certificates/trust-source/anchors", ".crt", "trust extract-compat"),
                List.of("etc/pki/trust/anchors", ".pem", "update-ca-certificates"));
        for (int i = 0; i < table.size(); i++) {
            List<String> row = table.get(i);
            Path slash = temporary.resolve("system" + i);
            Path anchors = Files.createDirectories(slash.resolve(row.get(0)));
            RecordingCommands commands = new RecordingCommands(row.get(2).split(" ")[0]);
            LinuxSystemStore store = new LinuxSystemStore(commands, slash);
            Path file = anchors.resolve(root.alias() + row.get(1));

            assertFalse(store.contains(root));
            TrustChange installed = store.install(root);
            assertTrue(store.contains(root));
            assertFalse(store.install(root).changed(), "again");
            TrustChange removed = store.uninstall(root);
            assertFalse(store.contains(root));
            assertFalse(store.uninstall(root).changed(), "again");

            assertEquals(
                    List.of("install -m 644 " + root.file() + " " + file, row.get(2), "rm -f " + file, row.get(2)),
                    commands.done);
            assertEquals(
                    new TrustChange(true, "the system trusts it now, by " + file, "jvmtap ca untrust --store system"),
                    installed);
            assertEquals(
                    new TrustChange(true, "the system trusts it no more", "jvmtap ca trust --store system"), removed);
            assertEquals(anchors.toString(), store.place());
        }
    }

    @Test
    void aSystemWithoutAnchorsOrToolSaysWhatToInstall() throws Exception {
        LinuxSystemStore bare = new LinuxSystemStore(new RecordingCommands("trust"), temporary);
        assertRefused("install the package ca-certificates", bare::precheck);

        Files.createDirectories(temporary.resolve("usr/local/share/ca-certificates"));
        assertRefused("install the package ca-certificates", () -> bare.install(root));
    }

    @Test
    void aFailedUpdateOfTheSystemIsBackedOut() throws Exception {
        Path anchors = Files.createDirectories(temporary.resolve("usr/local/share/ca-certificates"));
        RecordingCommands commands = new RecordingCommands("update-ca-certificates");
        LinuxSystemStore store = new LinuxSystemStore(commands, temporary);
        commands.failing.add("update-ca-certificates");
        assertThrows(CaException.class, () -> store.install(root));
        assertFalse(Files.exists(anchors.resolve(root.alias() + ".crt")));

        commands.failing.clear();
        store.install(root);
        commands.failing.add("update-ca-certificates");
        assertThrows(CaException.class, () -> store.uninstall(root));
        assertTrue(store.contains(root));
    }

    @Test
    void theMacKeychainIsChangedThroughSecurity() {
        RecordingCommands commands = new RecordingCommands("security");
        MacKeychain store = new MacKeychain(commands, Path.of("/Users/jo"));
        String keychain = "/Users/jo/Library/Keychains/login.keychain-db";

        assertTrue(store.install(root).changed());
        commands.answers = line -> line.equals("security find-certificate -a -Z " + keychain)
                ? "SHA-256 hash: " + root.sha256().toUpperCase(Locale.ROOT) + "\n"
                : "";
        assertFalse(store.install(root).changed());
        assertTrue(store.uninstall(root).changed());
        commands.answers = line -> "SHA-256 hash: 00\n";
        assertFalse(store.uninstall(root).changed());

        assertEquals(
                List.of(
                        "security add-trusted-cert -r trustRoot -k " + keychain + " " + root.file(),
                        "security remove-trusted-cert " + root.file(),
                        "security delete-certificate -Z " + root.sha1().toUpperCase(Locale.ROOT) + " " + keychain),
                commands.done);
        assertRefused("add /usr/bin to the PATH", () -> new MacKeychain(new RecordingCommands(), temporary).precheck());
    }

    @Test
    void windowsIsChangedThroughCertutil() {
        RecordingCommands commands = new RecordingCommands("certutil");
        WindowsRoot store = new WindowsRoot(commands);

        assertTrue(store.install(root).changed());
        commands.answers = line -> line.equals("certutil -user -store Root " + root.sha1()) ? "found" : "";
        assertFalse(store.install(root).changed());
        assertTrue(store.uninstall(root).changed());
        commands.answers = line -> "";
        assertFalse(store.uninstall(root).changed());

        assertEquals(
                List.of("certutil -user -addstore Root " + root.file(), "certutil -user -delstore Root " + root.sha1()),
                commands.done);
        assertRefused("PATH", () -> new WindowsRoot(new RecordingCommands()).precheck());
    }

    @Test
    void everyNssDatabaseIsChanged() throws Exception {
        String chrome = database(".pki/nssdb");
        String firefox = database(".mozilla/firefox/abc.default");
        Files.createDirectories(temporary.resolve(".mozilla/firefox/Crash Reports"));
        RecordingCommands commands = new RecordingCommands("certutil");
        NssStore store = new NssStore(commands, temporary);

        assertTrue(store.install(root).changed());
        commands.answers = line -> line.startsWith("certutil -L -d " + firefox) ? "found" : "";
        assertFalse(store.contains(root), "only one of two");
        assertTrue(store.uninstall(root).changed());
        commands.answers = line -> "found";
        assertTrue(store.contains(root));
        assertFalse(store.install(root).changed());

        assertEquals(
                List.of(add(firefox), add(chrome), "certutil -D -d " + firefox + " -n " + root.alias()), commands.done);
    }

    @Test
    void aFailureInOneNssDatabaseIsBackedOutOfTheOthers() throws Exception {
        String firefox = database(".mozilla/firefox/abc.default");
        String chrome = database(".pki/nssdb");
        RecordingCommands commands = new RecordingCommands("certutil");
        commands.failing.add(add(chrome));

        assertThrows(CaException.class, () -> new NssStore(commands, temporary).install(root));
        assertEquals(
                List.of(add(firefox), add(chrome), "certutil -D -d " + firefox + " -n " + root.alias()), commands.done);
    }

    @Test
    void withoutBrowserOrToolNssSaysSo() throws Exception {
        assertRefused(
                "start the browser once", () -> new NssStore(new RecordingCommands("certutil"), temporary).precheck());
        database(".pki/nssdb");
        assertRefused("install libnss3-tools", () -> new NssStore(new RecordingCommands(), temporary).precheck());
    }

    private String database(String name) throws Exception {
        Path directory = Files.createDirectories(temporary.resolve(name));
        Files.createFile(directory.resolve("cert9.db"));
        return "sql:" + directory;
    }

    private String add(String database) {
        return "certutil -A -d " + database + " -t C,, -n " + root.alias() + " -i " + root.file();
    }

    private static void assertRefused(String remedy, Runnable action) {
        CaException failure = assertThrows(CaException.class, action::run);
        assertTrue(failure.getMessage().contains(remedy), failure.getMessage());
    }
}
