package io.jvmtap.census;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jvmtap.flow.FlowEvent;
import io.jvmtap.flow.RecordingSink;
import io.jvmtap.flow.Stamp;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Real sockets of this very process; 127.0.0.77 stands for the world, 127.0.0.1 for the machine itself. */
class CensusTest {
    private final RecordingSink sink = new RecordingSink();
    private final InetAddress world = address("127.0.0.77");
    private final ServerSocket server = listen(world);
    private final ServerSocket proxy = listen(address("127.0.0.1"));
    private long seconds = 100;
    private final Census census = new Census(
            new ProcessSockets(Path.of("/proc")),
            address -> !address.equals(world),
            sink,
            () -> new Stamp(TimeUnit.SECONDS.toMicros(seconds), TimeUnit.SECONDS.toNanos(seconds)));

    CensusTest() throws IOException {}

    @BeforeEach
    void onlyOnLinux() {
        assumeTrue(new ProcessSockets(Path.of("/proc")).available());
        census.port(proxy.getLocalPort());
    }

    @AfterEach
    void close() throws IOException {
        server.close();
        proxy.close();
    }

    @Test
    void aConnectionThatNoHookSawIsToldOfOnce() throws Exception {
        try (Socket control = new Socket(proxy.getInetAddress(), proxy.getLocalPort())) {
            start();
            census.look();
            try (Socket stranger = new Socket(world, server.getLocalPort())) {
                census.look();
                assertEquals(List.of(), sink.events(), "the hooks may still report it");
                seconds += 3;
                census.look();
                census.look();
                FlowEvent.Bypassed told = sink.events(FlowEvent.Bypassed.class).get(0);
                assertEquals(1, sink.events().size());
                assertEquals("127.0.0.77", told.host());
                assertEquals(server.getLocalPort(), told.port());
                assertEquals(Census.UNSEEN, told.reason());
                assertTrue(stranger.isConnected() && control.isConnected());
            }
        }
    }

    @Test
    void oneThatTheHooksLetGoIsNot() throws Exception {
        try (Socket control = new Socket(proxy.getInetAddress(), proxy.getLocalPort());
                Socket excluded = new Socket(world, server.getLocalPort())) {
            start();
            census.look();
            coverage(List.of(), List.of("127.0.0.77\t" + server.getLocalPort()));
            seconds += 3;
            census.look();
            assertEquals(List.of(), sink.events());
            assertTrue(control.isConnected() && excluded.isConnected());
        }
    }

    @Test
    void oneThatWasThereAtTheFirstLookIsOlderThanUs() throws Exception {
        try (Socket old = new Socket(world, server.getLocalPort());
                Socket control = new Socket(proxy.getInetAddress(), proxy.getLocalPort())) {
            start();
            census.look();
            // Whoever ends is not waited for.
            census.emit(new FlowEvent.ProgramEnded("p", new Stamp(0, 0)));
            assertEquals(
                    Census.BEFORE, sink.events(FlowEvent.Bypassed.class).get(0).reason());
            seconds += 10;
            census.look();
            assertEquals(1, sink.events().size(), "nothing follows the end of a program");
            assertTrue(control.isConnected() && old.isConnected());
        }
    }

    @Test
    void aHookThatIsMissingIsTheReason() throws Exception {
        try (Socket control = new Socket(proxy.getInetAddress(), proxy.getLocalPort())) {
            start();
            census.look();
            coverage(List.of("connect.net\tmissing\t0\t0"), List.of());
            try (Socket stranger = new Socket(world, server.getLocalPort())) {
                census.look();
                seconds += 3;
                census.look();
                assertEquals(
                        "hook connect.net missing",
                        sink.events(FlowEvent.Bypassed.class).get(0).reason());
                assertTrue(stranger.isConnected() && control.isConnected());
            }
        }
    }

    @Test
    void aProcessThatIsNotConnectedToTheProxyIsAnother() throws Exception {
        try (Socket stranger = new Socket(world, server.getLocalPort())) {
            start();
            census.look();
            seconds += 3;
            census.look();
            assertEquals(List.of(), sink.events());
            assertTrue(stranger.isConnected());
        }
    }

    @Test
    void nativeLibrariesAreKnownByTheirFiles() {
        List<String> maps = List.of(
                "7f00-7f01 r-xp 00000000 08:01 123    /tmp/AWSCRT_1a2blibaws-crt-jni.so",
                "7f02-7f03 r-xp 00000000 08:01 124    /usr/lib/libcurl.so.4",
                "7f04-7f05 rw-p 00000000 00:00 0      [heap]",
                "7f06-7f07 r-xp 00000000 08:01 125    /usr/lib/libc.so.6");
        assertEquals("AWS CRT, libcurl", NativeClients.among(maps));
        assertEquals("", NativeClients.among(maps.subList(2, 4)));
    }

    private void start() {
        census.emit(new FlowEvent.ProgramStarted(
                "p", new Stamp(0, 0), ProcessHandle.current().pid(), "test", "17", "test"));
    }

    private void coverage(List<String> hooks, List<String> direct) {
        census.emit(new FlowEvent.Coverage("p", new Stamp(0, 0), hooks, 0, 0, 0, List.of(), direct, 0));
    }

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ServerSocket listen(InetAddress address) throws IOException {
        return new ServerSocket(0, 10, address);
    }
}
