package io.jvmtap.hook.start;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvmtap.hook.boot.Fields;
import io.jvmtap.hook.boot.ProxyState;
import io.jvmtap.hook.boot.Reports;
import io.jvmtap.hook.boot.Session;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlReaderTest {
    @TempDir
    Path folder;

    @Test
    void welcomeAndConfigChangeTheSession() throws Exception {
        Session session = session();
        Session.install(session);
        read(session, golden("frame-welcome"), golden("frame-config"));
        assertArrayEquals(new byte[] {0x30, 3, 2, 1, 1}, Session.caCertificate());
        assertTrue(session.selection().selects("api.other"));
        assertTrue(session.selection().selects("x.example.test"));
        assertFalse(session.selection().selects("metrics.example.test"));
        assertFalse(session.selection().selects("other.test"));
        assertTrue(session.failClosed());
    }

    @Test
    void aRequestToSignThatProvesNothingIsRefused() throws Exception {
        while (Reports.next(0) != null) {
            continue;
        }
        read(session(), new Fields(0x43).u64(1, 77).frame());
        byte[] expected = new Fields(0x08)
                .u64(1, 77)
                .text(3, "the request proves nothing")
                .frame();
        byte[] answer = Reports.next(10_000);
        // Empty ones only wake the control thread: the connection that this came on has ended.
        while (answer != null && answer.length == 0) {
            answer = Reports.next(10_000);
        }
        assertArrayEquals(expected, answer);
    }

    @Test
    void unknownFramesAreSkippedAndTheEndMeansThatTheProxyIsGone() throws Exception {
        Session session = session();
        read(session, new Fields(0x7F).text(1, "new").frame(), golden("frame-config"));
        assertTrue(session.failClosed());
        assertEquals(ProxyState.State.DEAD, ProxyState.state());
    }

    @Test
    void brokenFramesEndTheConnectionAndNothingElse() throws Exception {
        Session session = session();
        byte[] config = golden("frame-config");
        for (int cut = 0; cut < config.length; cut++) {
            read(session, Arrays.copyOf(config, cut));
        }
        read(session, new byte[] {0x42, 0x7F, -1, -1, -1}, config);
        read(session, new byte[] {0x42, 0, 0, 0, 5, 1, 0x7F, -1, -1, -1}, config);
        read(session, new byte[] {0x47, 0, 0, 0, 0}, config);
        assertFalse(session.failClosed());
    }

    private static void read(Session session, byte[]... frames) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] frame : frames) {
            all.writeBytes(frame);
        }
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(all.toByteArray()));
        new ControlReader(in, session, new ControlConnection(session, ProxyState.begin())).run();
    }

    private Session session() throws Exception {
        List<String> lines = new ArrayList<>(List.of("version=1", "port=1", "token=" + "00".repeat(32)));
        return Session.read(Files.write(folder.resolve("session"), lines).toFile());
    }

    private static byte[] golden(String name) throws Exception {
        StringBuilder hex = new StringBuilder();
        for (String line : Files.readAllLines(Path.of("src", "test", "resources", "wire", name + ".hex"))) {
            hex.append(line.replaceAll("#.*", "").replace(" ", ""));
        }
        return HexFormat.of().parseHex(hex);
    }
}
