package io.jvmtap.hook.boot;

import java.io.FileDescriptor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketImpl;

/**
 * Called by {@code java.net}'s own sockets, those of JDK 8 to 12, in place of their native connect. That one cannot be
 * told of a connection that is there already, so what it would have noted is noted here.
 */
public final class PlainSocketBridge {
    static final HookStats STATS = HookStats.of("connect.plain");

    private PlainSocketBridge() {}

    /** {@code AbstractPlainSocketImpl.socketConnect(InetAddress, int, int)}; 0 milliseconds mean no limit. */
    public static void connect(SocketImpl socket, InetAddress remote, int port, int millis) throws IOException {
        FileDescriptor fd = PlainSocket.descriptor(socket);
        // Never looks a name up backwards: a bare address is its own host string.
        InetSocketAddress asked = new InetSocketAddress(remote, port);
        ConnectBridge.attempt(fd, socket, asked, true, Math.max(0, millis), Lookalike.Manner.PLAIN);
        long startNanos = System.nanoTime();
        if (ConnectBridge.decided(null, fd, remote, port)) {
            // If it was closed meanwhile, the caller looks for that next.
            if (Jdk.isOpen(socket)) {
                STATS.ran();
                PlainSocket.noteRemote(socket, remote, port);
            }
            return;
        }
        InetAddress instead = ConnectBridge.address(remote);
        int insteadPort = ConnectBridge.port(port);
        try {
            PlainSocket.connect(socket, instead, insteadPort, left(millis, startNanos));
        } catch (IOException thrown) {
            throw Lookalike.withoutUs(thrown);
        }
        if (instead != remote) {
            PlainSocket.noteRemote(socket, remote, port);
        }
    }

    /** At least one millisecond of a limit, since 0 would be none. */
    private static int left(int millis, long startNanos) {
        if (millis <= 0) {
            return millis;
        }
        long spent = (System.nanoTime() - startNanos) / 1_000_000;
        return (int) Math.max(1, millis - spent);
    }
}
