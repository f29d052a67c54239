package io.jvmtap.hook.boot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionTest {
    private static final String TOKEN = "token=000102030405060708090a0b0c0d0e0f101112131415161718191A1B1C1D1E1F";

    @TempDir
    Path folder;

    @Test
    void absentKeysHaveTheDefaultsOfTheWire() throws Exception {
        Session session = read("version=1", "port=4711", TOKEN);
        assertEquals(4711, session.port());
        assertArrayEquals(Golden.TOKEN, session.token());
        assertTrue(session.connectHook());
        assertTrue(session.children());
        assertFalse(session.failClosed() || session.quiet() || session.keepAddresses() || session.singleAddress());
        assertTrue(session.selection().selects("any.test"));
    }

    @Test
    void everyKeyIsRead() throws Exception {
        Session session = read(
                "version=1",
                "port=1",
                TOKEN,
                "include=*.a.test b.test",
                "exclude=c.a.test",
                "failClosed=true",
                "quiet=true",
                "keepAddresses=true",
                "singleAddress=true",
                "connectHook=false",
                "children=false",
                "label=billing");
        assertTrue(session.failClosed() && session.quiet() && session.keepAddresses() && session.singleAddress());
        assertFalse(session.connectHook() || session.children());
        assertTrue(session.selection().selects("x.a.test"));
        assertFalse(session.selection().selects("c.a.test"));
        assertEquals("billing", session.label());
    }

    @Test
    void configurationReplacesWhatTheFileSaid() throws Exception {
        Session session = read("version=1", "port=1", TOKEN, "include=a.test");
        session.configure(List.of("b.test"), List.of(), true);
        assertTrue(session.selection().selects("b.test") && session.failClosed());
        assertFalse(session.selection().selects("a.test"));
    }

    @Test
    void whatIsNotASessionFileIsRefused() {
        assertThrows(IOException.class, () -> read("version=2", "port=1", TOKEN));
        assertThrows(IOException.class, () -> read("version=1", "port=1", "token=00"));
        assertThrows(IllegalArgumentException.class, () -> read("version=1", "port=x", TOKEN));
        assertThrows(IllegalArgumentException.class, () -> read("version=1", "port=1", TOKEN.replace("00", "zz")));
        assertThrows(
                IOException.class, () -> Session.read(folder.resolve("none").toFile()));
    }

    private Session read(String... lines) throws IOException {
        return Session.read(
                Files.write(folder.resolve("session"), List.of(lines)).toFile());
    }
}
