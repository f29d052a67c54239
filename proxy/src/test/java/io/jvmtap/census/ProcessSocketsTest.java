package io.jvmtap.census;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jvmtap.census.ProcessSockets.Outgoing;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tables as kernels write them, damaged lines among them. */
class ProcessSocketsTest {
    private static final String HEAD =
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";

    @TempDir
    private Path proc;

    @Test
    void outgoingConnectionsOfTheProcessAreFoundInBothFamilies() throws IOException {
        process(
                HEAD
                        // 10.0.0.5:40000 -> 93.184.216.34:443, its own
                        + "   0: 0500000A:9C40 22D8B85D:01BB 01 00000000:00000000 00:00000000 00000000  1000        0 111 1\n"
                        // of another process
                        + "   1: 0500000A:9C41 22D8B85D:01BB 01 00000000:00000000 00:00000000 00000000  1000        0 999 1\n"
                        // listens on 8080, and accepted a connection there
                        + "   2: 00000000:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 113 1\n"
                        + "   3: 0500000A:1F90 0600000A:C350 01 00000000:00000000 00:00000000 00000000  1000        0 114 1\n"
                        + "   4: nonsense\n",
                HEAD
                        // ::ffff:10.0.0.5 -> ::ffff:1.2.3.4:5432, and to 2001:db8::1:443
                        + "   0: 0000000000000000FFFF00000500000A:9C42 0000000000000000FFFF000004030201:1538 02 0:0 0:0 0 1000 0 115 1\n"
                        + "   1: 00000000000000000000000001000000:9C43 B80D0120000000000000000001000000:01BB 01 0:0 0:0 0 1000 0 116 1\n");
        assertEquals(
                List.of(
                        new Outgoing(111, InetAddress.getByName("93.184.216.34"), 443),
                        new Outgoing(115, InetAddress.getByName("1.2.3.4"), 5432),
                        new Outgoing(116, InetAddress.getByName("2001:db8::1"), 443)),
                new ProcessSockets(proc).outgoing(7));
    }

    @Test
    void aProcessThatIsGoneIsAFailure() {
        assertThrows(IOException.class, () -> new ProcessSockets(proc).outgoing(8));
    }

    private void process(String tcp, String tcp6) throws IOException {
        Path process = Files.createDirectories(proc.resolve("7"));
        Path descriptors = Files.createDirectories(process.resolve("fd"));
        for (int inode : new int[] {111, 113, 114, 115, 116}) {
            Files.createSymbolicLink(descriptors.resolve(Integer.toString(inode)), Path.of("socket:[" + inode + "]"));
        }
        Files.createSymbolicLink(descriptors.resolve("1"), process.resolve("fd"));
        Path net = Files.createDirectories(process.resolve("net"));
        Files.writeString(net.resolve("tcp"), tcp);
        Files.writeString(net.resolve("tcp6"), tcp6);
    }
}
