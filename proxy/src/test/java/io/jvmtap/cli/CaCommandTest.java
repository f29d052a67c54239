package io.jvmtap.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvmtap.ca.CertificateAuthority;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CaCommandTest {
    @TempDir
    Path temporary;

    private final StringWriter out = new StringWriter();

    @Test
    void createMakesTheCaAndSaysWhereItIs() {
        assertEquals(0, run("create"));
        Path ca = temporary.resolve("ca");
        assertEquals(List.of("subject", "sha-256", "valid", "certificate", "key"), firstWords());
        assertTrue(out.toString().contains("CN=\"jvmtap local CA ("), out.toString());
        assertTrue(out.toString().contains("key          " + ca.resolve("ca.key.pem")), out.toString());
        assertTrue(
                out.toString().lines().anyMatch(line -> line.matches("sha-256 +([0-9A-F]{2}:){31}[0-9A-F]{2}")),
                out.toString());
        assertTrue(Files.exists(ca.resolve("ca.pem")));

        CommandFailure again = assertThrows(CommandFailure.class, () -> run("create"));
        assertEquals("there is a CA in " + ca + " already", again.getMessage());
        assertTrue(again.remedy().startsWith("look at it with `jvmtap ca show`"), again.remedy());
    }

    @Test
    void showSaysWhoTrustsIt() {
        run("create");
        out.getBuffer().setLength(0);
        run("show");

        assertEquals(List.of("subject", "sha-256", "valid", "certificate", "key", "trusted"), firstWords());
        assertTrue(out.toString().contains("none of system, java, nss"), out.toString());
    }

    @Test
    void exportIsTheFileItself() throws Exception {
        run("create");
        out.getBuffer().setLength(0);
        run("export");

        assertEquals(Files.readString(temporary.resolve("ca/ca.pem")), out.toString());
    }

    @Test
    void withoutCaThereIsNothingToShow() {
        for (String command : List.of("show", "export", "untrust")) {
            CommandFailure failure = assertThrows(CommandFailure.class, () -> run(command));
            assertEquals("run `jvmtap ca create`", failure.remedy());
        }
    }

    @Test
    void aKeyStoreIsChangedAndChangedBack() throws Exception {
        Path file = keyStore("secret");
        Path password = Files.writeString(temporary.resolve("password"), "secret\nnot this\n");
        String[] options = {"--keystore", file.toString(), "--password-file", password.toString()};

        assertEquals(0, run(with("trust", options)));
        String undo = "jvmtap ca untrust --store file --keystore " + file + " --password-file " + password;
        assertTrue(out.toString().endsWith("undo: " + undo + System.lineSeparator()), out.toString());
        assertEquals(CertificateAuthority.load(temporary.resolve("ca")).certificate(), onlyRoot(file, "secret"));

        assertEquals(0, run(with("untrust", options)));
        assertEquals(null, onlyRoot(file, "secret"));
    }

    @Test
    void aDryRunPrintsWhatItWouldDo() throws Exception {
        Path file = keyStore("changeit");
        CommandFailure early =
                assertThrows(CommandFailure.class, () -> run("trust", "--keystore", file.toString(), "--dry-run"));
        assertEquals("run `jvmtap ca create`", early.remedy());
        run("create");
        out.getBuffer().setLength(0);
        assertEquals(0, run("trust", "--store", "file", "--keystore", file.toString(), "--dry-run"));

        assertTrue(out.toString().startsWith("keytool -importcert "), out.toString());
        assertEquals(1, out.toString().lines().count());
        assertEquals(null, onlyRoot(file, "changeit"));
    }

    @Test
    void aWrongPasswordIsOneLine() throws Exception {
        Path file = keyStore("secret");
        CommandFailure failure = assertThrows(CommandFailure.class, () -> run("trust", "--keystore", file.toString()));
        assertEquals("the password does not open " + file, failure.getMessage());
        CommandFailure absent = assertThrows(
                CommandFailure.class,
                () -> run(
                        "trust",
                        "--keystore",
                        file.toString(),
                        "--password-file",
                        temporary.resolve("none").toString()));
        assertEquals("cannot read the password file " + temporary.resolve("none"), absent.getMessage());
    }

    @Test
    void optionsThatDoNotGoTogetherAreUsageErrors() {
        List<String[]> wrong = List.of(
                new String[] {"trust", "--store", "moon"},
                new String[] {"trust", "--store", "file"},
                new String[] {"untrust", "--store", "system", "--keystore", "x"},
                new String[] {"trust", "--store", "nss", "--java-home", "x"},
                new String[] {"trust", "--password-file", "x"},
                new String[] {"trust", "surplus"},
                new String[] {});
        for (String[] arguments : wrong) {
            StringWriter err = new StringWriter();
            CommandLine line = line();
            line.setErr(new PrintWriter(err));
            assertEquals(2, line.execute(arguments), String.join(" ", arguments));
        }
        assertFalse(Files.exists(temporary.resolve("ca")));
    }

    @Test
    void theWholeCommandObeysItsHomeAndEndsWithItsExitCodes() throws Exception {
        assertEquals(0, process("ca", "create").exitCode());
        assertTrue(Files.exists(temporary.resolve("home/ca/ca.key.pem")));
        Ended again = process("ca", "create");
        assertEquals(1, again.exitCode());
        assertTrue(again.text().startsWith("jvmtap: there is a CA in "), again.text());
        assertEquals(1, again.text().lines().count(), again.text());
        Ended usage = process("ca", "trust", "--store", "moon");
        assertEquals(2, usage.exitCode());
        assertEquals(
                "jvmtap: unknown store \"moon\"; try jvmtap ca trust --help",
                usage.text().strip());
    }

    private record Ended(int exitCode, String text) {}

    private Ended process(String... arguments) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(with(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                with("-cp", with(System.getProperty("java.class.path"), with(Jvmtap.class.getName(), arguments)))));
        builder.environment().put("JVMTAP_HOME", temporary.resolve("home").toString());
        Process process = builder.redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Ended(process.waitFor(), text);
    }

    private CommandLine line() {
        Home home = Home.of(Map.of("JVMTAP_HOME", temporary.toString()), "unused");
        CommandLine line = new CommandLine(new CaCommand(home));
        line.setOut(new PrintWriter(out));
        return line;
    }

    private int run(String... arguments) {
        CommandLine line = line();
        CommandLine.ParseResult parsed = line.parseArgs(arguments);
        try {
            return new CommandLine.RunLast().execute(parsed);
        } catch (CommandLine.ExecutionException failure) {
            if (failure.getCause() instanceof CommandFailure ours) {
                throw ours;
            }
            throw failure;
        }
    }

    private List<String> firstWords() {
        return out.toString().lines().map(line -> line.split(" ")[0]).toList();
    }

    private Path keyStore(String password) throws Exception {
        Path file = temporary.resolve("trust.p12");
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (OutputStream target = Files.newOutputStream(file)) {
            store.store(target, password.toCharArray());
        }
        return file;
    }

    private static @Nullable Certificate onlyRoot(Path file, String password) throws Exception {
        KeyStore store = KeyStore.getInstance(file.toFile(), password.toCharArray());
        return store.aliases().hasMoreElements()
                ? store.getCertificate(store.aliases().nextElement())
                : null;
    }

    private static String[] with(String first, String... rest) {
        String[] all = new String[rest.length + 1];
        all[0] = first;
        System.arraycopy(rest, 0, all, 1, rest.length);
        return all;
    }
}
