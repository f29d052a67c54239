package io.jvmtap.hook.boot;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.Socket;
import java.net.SocketImpl;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Called by sockets and TLS sockets before they write and read: reports who begins a flight on a redirected connection.
 * Never blocks and never throws. Untapped sockets cost one look into a map.
 */
public final class CallerBridge {
    static final HookStats SOCKET = HookStats.of("callsite.socket");
    static final HookStats TLS = HookStats.of("callsite.tls");

    /**
     * Stacks that are walked in a second: at some 30 microseconds for each report that is 3 % of one core. A flight
     * beyond that is reported without frames, so that nobody takes it for the one before.
     */
    static final int MOST_WALKS = 1_000;

    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final AtomicLong WINDOW = new AtomicLong();
    private static final AtomicLong WALKS = new AtomicLong();

    /** The agent's own traffic to the proxy is none of the program's. */
    private static final @Nullable MethodHandle LOCAL_PORT = localPort();

    private static volatile @Nullable MethodHandle tlsOut;
    private static volatile @Nullable MethodHandle tlsIn;

    private CallerBridge() {}

    /** A blocking socket is about to write. */
    public static void writes(@Nullable Object socket, int length) {
        try {
            Sender sender = Sender.none() || socket == null ? null : plain(socket);
            if (sender != null) {
                report(sender, Sender.PLAIN, length, SOCKET);
            }
        } catch (Throwable suppressed) {
            SOCKET.failed();
        }
    }

    /** A blocking socket is about to read. */
    public static void reads(@Nullable Object socket) {
        try {
            Sender sender = Sender.none() || socket == null ? null : plain(socket);
            if (sender != null) {
                sender.reads(Sender.PLAIN);
            }
        } catch (Throwable suppressed) {
            SOCKET.failed();
        }
    }

    /** {@code SSLSocketImpl.AppOutputStream.write}. */
    public static void writesTls(Object stream, int length) {
        try {
            if (Sender.none()) {
                return;
            }
            MethodHandle socket = tlsOut;
            if (socket == null) {
                socket = outer(stream);
                tlsOut = socket;
            }
            Sender sender = tls((Socket) socket.invokeExact(stream));
            if (sender != null) {
                report(sender, Sender.TLS, length, TLS);
            }
        } catch (Throwable suppressed) {
            TLS.failed();
        }
    }

    /** {@code SSLSocketImpl.AppInputStream.read}. */
    public static void readsTls(Object stream) {
        try {
            if (Sender.none()) {
                return;
            }
            MethodHandle socket = tlsIn;
            if (socket == null) {
                socket = outer(stream);
                tlsIn = socket;
            }
            Sender sender = tls((Socket) socket.invokeExact(stream));
            if (sender != null) {
                sender.reads(Sender.TLS);
            }
        } catch (Throwable suppressed) {
            TLS.failed();
        }
    }

    private static @Nullable Sender plain(Object socket) throws Throwable {
        MethodHandle port = LOCAL_PORT;
        return port == null ? null : Sender.ofSocket(socket, (int) port.invokeExact(socket));
    }

    private static @Nullable Sender tls(Socket socket) {
        return Sender.ofTls(socket, socket.getLocalPort(), socket.getPort());
    }

    private static void report(Sender sender, int layer, int length, HookStats stats) {
        long at = sender.writes(layer, length);
        // After a detach nobody listens.
        if (at >= 0 && Session.current() != null) {
            stats.ran();
            List<String> frames = mayWalk() ? CallSite.here() : Collections.<String>emptyList();
            Reports.caller(sender.id, frames, layer, at);
        }
    }

    /** Races of two threads at the turn of a second let a few more through. */
    private static boolean mayWalk() {
        long now = System.nanoTime();
        long since = WINDOW.get();
        if (now - since > SECOND_NANOS && WINDOW.compareAndSet(since, now)) {
            WALKS.set(0);
        }
        return WALKS.incrementAndGet() <= MOST_WALKS;
    }

    private static MethodHandle outer(Object stream) throws ReflectiveOperationException {
        return Privileged.getter(stream.getClass(), "this$0").asType(MethodType.methodType(Socket.class, Object.class));
    }

    private static @Nullable MethodHandle localPort() {
        try {
            return MethodHandles.lookup()
                    .unreflectGetter(Privileged.open(SocketImpl.class.getDeclaredField("localport")))
                    .asType(MethodType.methodType(int.class, Object.class));
        } catch (ReflectiveOperationException other) {
            SOCKET.failed();
            return null;
        }
    }
}
