package io.jvmtap.ca.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jvmtap.ca.CaException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemCommandsTest {
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    @TempDir
    Path temporary;

    private final List<String> log = new ArrayList<>();

    @Test
    void programsAreFoundOnThePathGiven() {
        String bin = Path.of(System.getProperty("java.home"), "bin").toString();
        assertTrue(commands("PATH", bin).has("java"));
        assertFalse(commands("PATH", temporary.toString()).has("java"));
        assertFalse(commands("HOME", bin).has("java"));
    }

    @Test
    void aQueryGivesExitCodeAndTextAndIsNotLogged() {
        Commands.Output good = commands("PATH", "").query(List.of(JAVA, "-version"));
        assertTrue(good.succeeded());
        assertTrue(good.text().contains("version"), good.text());
        assertFalse(commands("PATH", "").query(List.of(JAVA, "-nonsense")).succeeded());
        assertTrue(log.isEmpty());
    }

    @Test
    void aChangeThatFailsSaysHow() {
        CaException failure =
                assertThrows(CaException.class, () -> commands("PATH", "").change(List.of(JAVA, "-nonsense", "a b")));

        assertTrue(failure.problem().startsWith(JAVA + " failed with exit code 1 ("), failure.problem());
        assertEquals("run it by hand to see why: " + JAVA + " -nonsense 'a b'", failure.remedy());
        assertEquals(1, failure.getMessage().lines().count());
        assertEquals(List.of(JAVA + " -nonsense 'a b'"), log);
        CaException absent =
                assertThrows(CaException.class, () -> commands("PATH", "").change(List.of("no-such-program-here")));
        assertTrue(absent.getMessage().contains("cannot run no-such-program-here"), absent.getMessage());
    }

    @Test
    void aNewFileMayBeReadByAll() throws Exception {
        assumeTrue(temporary.getFileSystem().supportedFileAttributeViews().contains("posix"));
        Path file = temporary.resolve("new.crt");
        commands("PATH", "").write(file, new byte[] {1}, "install it");

        assertEquals("rw-r--r--", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals(List.of("install it"), log);
    }

    @Test
    void aFileThatCannotBeWrittenIsNamed() throws Exception {
        Path notADirectory = Files.createFile(temporary.resolve("plain"));
        CaException failure = assertThrows(
                CaException.class,
                () -> commands("PATH", "").write(notADirectory.resolve("x"), new byte[1], "write x"));
        assertTrue(failure.getMessage().startsWith("cannot write " + notADirectory.resolve("x")), failure.getMessage());
    }

    @Test
    void wordsAreQuotedForAShell() {
        assertEquals("a 'b c' 'd'\\''e' '' C:\\x", Commands.line(List.of("a", "b c", "d'e", "", "C:\\x")));
    }

    private SystemCommands commands(String name, String value) {
        return new SystemCommands(Map.of(name, value), log::add);
    }
}
