package io.jvmtap.hook.boot;

import java.io.FileDescriptor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.security.PrivilegedExceptionAction;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Loopback addresses that fail in a chosen way. A failure that the proxy reports is made to happen again in the program's
 * own native call, so that class, message and stack trace of the exception are the JDK's. The real address is never used
 * for that: a route may have mapped the name away from it on purpose.
 */
final class DeadEnds {
    /** Broadcast of the loopback network: TCP to it is {@code ENETUNREACH} at once (Linux, tcp_v4_connect). */
    static final int ANY_PORT = 9;

    /** A connect that has not succeeded after this long on loopback is one that was dropped. */
    private static final long FULL_MILLIS = 50;

    /** A backlog of 1 holds two connections on Linux; more are tried so that other systems' counts do as well. */
    private static final int MAX_FILL = 8;

    private static @Nullable Socket refusing;
    private static @Nullable ServerSocketChannel listener;
    private static final List<SocketChannel> FILL = new ArrayList<SocketChannel>();

    private DeadEnds() {}

    static InetAddress unreachableNetwork() throws IOException {
        return InetAddress.getByAddress(new byte[] {127, (byte) 255, (byte) 255, (byte) 255});
    }

    /** Port on 127.0.0.1 that refuses for as long as the JVM lives: bound by us, and nobody listens. */
    static synchronized int refusingPort() throws IOException {
        Socket socket = refusing;
        if (socket == null) {
            socket = Privileged.io(new PrivilegedExceptionAction<Socket>() {
                @Override
                public Socket run() throws IOException {
                    Socket bound = new Socket();
                    bound.bind(new InetSocketAddress(Pending.loopback(1), 0));
                    return bound;
                }
            });
            refusing = socket;
        }
        return socket.getLocalPort();
    }

    /** Listener on 127.0.0.1 whose queue is full, so that connects to it get no answer. */
    static InetSocketAddress silent() throws IOException {
        return (InetSocketAddress) listener().getLocalAddress();
    }

    /** Descriptor of that listener: a poll for writability finds it neither ready nor in error, ever. */
    static FileDescriptor neverConnected() throws IOException {
        return Jdk.descriptor(listener());
    }

    private static synchronized ServerSocketChannel listener() throws IOException {
        ServerSocketChannel known = listener;
        if (known == null) {
            known = Privileged.io(new PrivilegedExceptionAction<ServerSocketChannel>() {
                @Override
                public ServerSocketChannel run() throws IOException {
                    return full();
                }
            });
            listener = known;
        }
        return known;
    }

    /** Stays open, without accepting, for as long as the JVM lives. */
    private static ServerSocketChannel full() throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        channel.bind(new InetSocketAddress(Pending.loopback(1), 0), 1);
        boolean full = false;
        for (int i = 0; i < MAX_FILL && !full; i++) {
            SocketChannel filler = SocketChannel.open();
            filler.configureBlocking(false);
            filler.connect(channel.getLocalAddress());
            FILL.add(filler);
            full = !connects(filler);
        }
        return channel;
    }

    private static boolean connects(SocketChannel channel) throws IOException {
        long end = System.currentTimeMillis() + FULL_MILLIS;
        while (!channel.finishConnect()) {
            if (System.currentTimeMillis() > end) {
                return false;
            }
            Thread.yield();
        }
        return true;
    }
}
