package io.jvmtap.entry.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeerUserTest {
    private static final String HEAD =
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid\n";

    @TempDir
    private Path directory;

    private final InetSocketAddress peer = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0xD431);
    private final InetSocketAddress ours = new InetSocketAddress(InetAddress.getLoopbackAddress(), 8080);

    private PeerUser users(String lines) throws IOException {
        assumeTrue(ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN, "the table is that of a little-endian machine");
        Path table = Files.writeString(directory.resolve("tcp"), HEAD + lines);
        return new PeerUser(List.of(directory.resolve("absent"), table), OptionalLong.of(1000));
    }

    private static String line(String local, String remote, int user) {
        return "   1: " + local + " " + remote + " 01 00000000:00000000 00:00000000 00000000  " + user
                + "        0 21842 1 0000000000000000 20 4 30 10 -1\n";
    }

    @Test
    void anotherUserIsAStrangerAndWeAreNot() throws Exception {
        String ourEnd = line("0100007F:1F90", "0100007F:D431", 1000);
        assertEquals(
                OptionalLong.of(1001),
                users(ourEnd + line("0100007F:D431", "0100007F:1F90", 1001)).stranger(peer, ours));
        assertEquals(
                OptionalLong.empty(),
                users(line("0100007F:D431", "0100007F:1F90", 1000)).stranger(peer, ours));
    }

    @Test
    void aSocketMadeForIpv6IsFoundToo() throws Exception {
        String mapped = "0000000000000000FFFF00000100007F";
        assertEquals(
                OptionalLong.of(7),
                users(line(mapped + ":D431", mapped + ":1F90", 7)).stranger(peer, ours));
    }

    @Test
    void whoIsNotListedIsNotLetInUnlessNobodyIs() throws Exception {
        PeerUser others = users(line("0100007F:1F90", "0100007F:D431", 1000));
        assertThrows(IOException.class, () -> others.stranger(peer, ours));
        assertEquals(OptionalLong.empty(), users("").stranger(peer, ours));
    }

    @Test
    void theRealTablesKnowARealConnection() throws Exception {
        assumeTrue(Files.isReadable(Path.of("/proc/net/tcp")), "no Linux");
        long self = ((Number) Files.getAttribute(Path.of("/proc/self"), "unix:uid")).longValue();
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket client = new Socket(InetAddress.getLoopbackAddress(), listener.getLocalPort());
                Socket served = listener.accept()) {
            InetSocketAddress from = (InetSocketAddress) client.getLocalSocketAddress();
            InetSocketAddress to = (InetSocketAddress) served.getLocalSocketAddress();
            assertEquals(OptionalLong.empty(), PeerUser.ofThisProcess().stranger(from, to));
            List<Path> tables = List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));
            assertEquals(OptionalLong.of(self), new PeerUser(tables, OptionalLong.of(self + 1)).stranger(from, to));
        }
    }
}
