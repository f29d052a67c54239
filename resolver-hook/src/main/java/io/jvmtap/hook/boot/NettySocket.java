package io.jvmtap.hook.boot;

import java.io.FileDescriptor;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.util.Locale;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One connect of a native Netty transport on its way through the proxy. All but {@link #wake} and {@link #closed} happens on
 * the event loop of its channel.
 *
 * <pre>
 * AWAITING --connected--> DONE
 *     |------refused, ...--> FAILED (Netty's own code throws, from the errno)
 *     |------time is up, and the program has a limit of its own--> SILENT
 *     +------proxy lost--> ASTRAY --same socket, real address--> ELSEWHERE
 * </pre>
 */
final class NettySocket {
    private static final boolean BSD = isBsd();
    private static final Method NEW_FD = newFd();

    private final Pending pending;
    private final Attempt attempt;
    private final Executor loop;
    private State state = State.AWAITING;
    private boolean shut;
    private int errno;

    /** Whether its channel is one of io_uring. */
    final boolean ring;

    /** Whether the interest in reading is ours, and the program has none yet. */
    boolean addedRead;

    /** See the drawing above. */
    enum State {
        AWAITING,
        ASTRAY,
        ELSEWHERE,
        SILENT,
        DONE,
        FAILED
    }

    NettySocket(int fd, boolean ipv6, InetSocketAddress asked, NettyNote note, Session session) throws IOException {
        attempt = new Attempt(wrap(fd), this, asked, false, note.waitMillis);
        attempt.family = ipv6 ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET;
        loop = note.loop;
        ring = note.ring;
        pending = new Pending(attempt, session);
    }

    void begin() {
        pending.begin();
    }

    State state() {
        return state;
    }

    /** Whether it is neither connected nor failed. */
    boolean isUnderWay() {
        return state != State.DONE && state != State.FAILED;
    }

    /** Does what can be done now; true while Netty has to go on waiting. */
    boolean isUnfinished() throws IOException {
        if (state == State.AWAITING) {
            advance();
        }
        switch (state) {
            case AWAITING:
            case SILENT:
                return true;
            case ELSEWHERE:
                return Jdk.poll(attempt.fd, Jdk.POLLOUT, 0) == 0;
            default:
                return false;
        }
    }

    private void advance() throws IOException {
        int outcome = pending.advance();
        switch (outcome) {
            case Pending.RUNNING:
                return;
            case Pending.CONNECTED:
                Reports.tapped();
                state = State.DONE;
                return;
            case Pending.LOST:
                state = State.ASTRAY;
                return;
            case Pending.TIMED_OUT:
                if (attempt.waitMillis > 0) {
                    // The program's own limit is still to come; until then nobody answers.
                    Jdk.disconnect(attempt.fd);
                    InetSocketAddress silent = DeadEnds.silent();
                    Jdk.connect(attempt.family, attempt.fd, silent.getAddress(), silent.getPort());
                    state = State.SILENT;
                    return;
                }
                fail(outcome);
                return;
            default:
                fail(outcome);
        }
    }

    /** Takes the socket off the proxy; Netty finds the errno of the verdict instead of the socket's. */
    void fail(int verdict) throws IOException {
        errno = errno(verdict);
        state = State.FAILED;
        Jdk.disconnect(attempt.fd);
    }

    /** What {@code getsockopt(SO_ERROR)} would have said, negative; 0 for connected. */
    int errno() {
        return errno;
    }

    /** Connected without us, or known to Netty as connected. */
    void done() {
        state = State.DONE;
    }

    /** Where it goes now that the proxy is lost: the real address, or a port that refuses. */
    SocketAddress elsewhere(@Nullable Session session) throws IOException {
        state = State.ELSEWHERE;
        Jdk.disconnect(attempt.fd);
        return session == null ? direct(attempt) : bypass(attempt, session, pending.reason());
    }

    static SocketAddress bypass(Attempt attempt, Session session, String reason) throws IOException {
        if (!session.isInUse()) {
            return direct(attempt);
        }
        Reports.bypass(attempt.name(), attempt.port(), reason);
        Untapped.place(attempt.real(), attempt.port());
        ProxyState.sayOnce(session);
        return session.failClosed()
                ? new InetSocketAddress(Pending.loopback(1), DeadEnds.refusingPort())
                : direct(attempt);
    }

    private static SocketAddress direct(Attempt attempt) {
        InetAddress real = attempt.real();
        return new InetSocketAddress(real, attempt.port());
    }

    /** {@code POLLIN} or {@code POLLOUT}: what to wait for. */
    int events() {
        return state == State.AWAITING ? pending.events() : Jdk.POLLOUT;
    }

    /** Called by the control thread: has the event loop look for itself whether the proxy still answers. */
    void wakeIfOverdue() {
        if (state == State.AWAITING && pending.isOverdue()) {
            loop.execute(new Runnable() {
                @Override
                public void run() {
                    wake();
                }
            });
        }
    }

    /** On the event loop: a socket that is taken off the proxy becomes ready, whatever Netty waits with. */
    private synchronized void wake() {
        try {
            if (!shut && state == State.AWAITING && pending.advance() == Pending.LOST) {
                Jdk.disconnect(attempt.fd);
            }
        } catch (IOException | RuntimeException | LinkageError suppressed) {
            NettyBridge.STATS.failed();
        }
    }

    /** The descriptor is about to be closed, by any thread; from here on its number is not ours to use. */
    synchronized void closed() {
        shut = true;
    }

    synchronized boolean isShut() {
        return shut;
    }

    private static FileDescriptor wrap(int fd) throws IOException {
        try {
            return (FileDescriptor) NEW_FD.invoke(null, fd);
        } catch (ReflectiveOperationException other) {
            throw new IOException(other);
        }
    }

    private static Method newFd() {
        try {
            Method method = Class.forName("sun.nio.ch.IOUtil").getDeclaredMethod("newFD", int.class);
            method.setAccessible(true);
            return method;
        } catch (ReflectiveOperationException other) {
            throw new ExceptionInInitializerError(other);
        }
    }

    /** errno.h of Linux and of the BSDs, macOS among them: the systems that Netty has native transports for. */
    private static int errno(int verdict) {
        switch (verdict) {
            case Pending.HOST_UNREACHABLE:
                return BSD ? -65 : -113;
            case Pending.NETWORK_UNREACHABLE:
                return BSD ? -51 : -101;
            case Pending.TIMED_OUT:
                return BSD ? -60 : -110;
            case Pending.RESET:
                return BSD ? -54 : -104;
            default:
                return BSD ? -61 : -111;
        }
    }

    private static boolean isBsd() {
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        return os.contains("mac") || os.contains("bsd");
    }
}
