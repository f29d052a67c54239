package io.jvmtap.hook.boot;

import java.io.FileDescriptor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Called by the JDK's socket code around a connect. The upper hooks ({@link #socket}, {@link #channel},
 * {@link #timedChannel}) say what the program asked for; {@link #decided}, at the one native call that all paths share,
 * turns it to the proxy. A caller that blocks is held there until the verdict; for one that polls, parks or selects the
 * socket stays "connecting", and the remaining methods translate what it waits for into what the proxy will send.
 */
public final class ConnectBridge {
    static final HookStats STATS = HookStats.of("connect.net");

    private static final String[] NEEDED = {
        "connect.net",
        "connect.socket",
        "connect.plain",
        "connect.channel",
        "connect.old-channel",
        "connect.netty",
        "connect.netty.uring"
    };

    /** So often a waiting thread looks whether the proxy is still there. */
    static final long SLICE_MILLIS = 250;

    /** A verdict about a host on this machine takes a millisecond; beyond this the caller's own waiting takes over. */
    private static final long NEARBY_MILLIS = 200;

    private static final ThreadLocal<Site> SITE = new ThreadLocal<Site>();

    private ConnectBridge() {}

    /** What the hooks of one thread hand to each other within one connect. */
    private static final class Site {
        @Nullable
        Attempt attempt;

        @Nullable
        InetAddress address;

        int port;
        int result;

        @Nullable
        Object limited;

        int limitMillis;
    }

    /** {@code NioSocketImpl.connect(SocketAddress, int)}; 0 milliseconds mean no limit. */
    public static void socket(@Nullable FileDescriptor fd, Object owner, SocketAddress remote, int millis) {
        boolean blocking = millis == 0 && !Jdk.isVirtual(Thread.currentThread());
        attempt(fd, owner, remote, blocking, millis);
    }

    /** {@code SocketAdaptor.connect(SocketAddress, int)} where it calls {@code connect} of its channel: until JDK 12. */
    public static void limited(Object channel, int millis) {
        try {
            Site site = site();
            site.limited = channel;
            site.limitMillis = millis;
        } catch (Throwable suppressed) {
            STATS.failed();
        }
    }

    /** {@code SocketChannelImpl.connect(SocketAddress)}. */
    public static void channel(@Nullable FileDescriptor fd, Object owner, SocketAddress remote) {
        boolean blocking = ((SelectableChannel) owner).isBlocking() && !Jdk.isVirtual(Thread.currentThread());
        Site site = SITE.get();
        int millis = site != null && site.limited == owner ? site.limitMillis : 0;
        if (site != null) {
            site.limited = null;
        }
        attempt(fd, owner, remote, blocking, millis);
    }

    /** {@code SocketChannelImpl.blockingConnect(SocketAddress, long)}: a socket adaptor's connect. */
    public static void timedChannel(@Nullable FileDescriptor fd, Object owner, SocketAddress remote, long nanos) {
        attempt(fd, owner, remote, false, Math.max(0, TimeUnit.NANOSECONDS.toMillis(nanos)));
    }

    /**
     * Whether connections to addresses of ours will be taken to where they belong: by the hooks, or, where the user wants
     * none, by a proxy that listens on those addresses. Otherwise such an address would only break the program.
     */
    static boolean isAround(Session session) {
        if (!session.connectHook()) {
            return true;
        }
        for (String needed : NEEDED) {
            if (!HookStats.isUsable(needed)) {
                return false;
            }
        }
        return true;
    }

    /** Called by the control thread: loads what the first connect will need. */
    public static void warm() {
        if (Jdk.POLLIN == 0 || CallSite.here().size() > CallSite.MAX_FRAMES) {
            throw new IllegalStateException();
        }
    }

    private static void attempt(
            @Nullable FileDescriptor fd, Object owner, SocketAddress remote, boolean blocking, long millis) {
        attempt(fd, owner, remote, blocking, millis, blocking ? Lookalike.Manner.BLOCKING : Lookalike.Manner.POLLED);
    }

    /** Notes what the program asked for, for {@link #decided}; does nothing if that is no business of ours. */
    static void attempt(
            @Nullable FileDescriptor fd,
            Object owner,
            SocketAddress remote,
            boolean blocking,
            long millis,
            Lookalike.Manner manner) {
        try {
            // Subclasses are other things, e.g. unix sockets of libraries.
            boolean inet = remote != null && remote.getClass() == InetSocketAddress.class;
            if (fd == null || !inet || Session.current() == null && !AddressMap.isShared()) {
                return;
            }
            InetSocketAddress asked = (InetSocketAddress) remote;
            if (asked.getAddress() != null) {
                Attempt attempt = new Attempt(fd, owner, asked, blocking, millis);
                attempt.manner = manner;
                site().attempt = attempt;
            }
        } catch (Throwable suppressed) {
            STATS.failed();
        }
    }

    /**
     * {@code Net.connect(ProtocolFamily, FileDescriptor, InetAddress, int)}, at entry.
     *
     * @return true: return {@link #result} at once; false: go on with {@link #address} and {@link #port}
     */
    public static boolean decided(@Nullable ProtocolFamily family, FileDescriptor fd, InetAddress remote, int port)
            throws IOException {
        Site site = SITE.get();
        Attempt attempt = site == null ? null : site.attempt;
        if (site != null) {
            site.attempt = null;
            site.address = null;
        }
        AddressMap.Known behind = AddressMap.behind(remote);
        if (behind == null && attempt == null) {
            return false;
        }
        site = site();
        if (behind != null) {
            // Whatever happens below, an address of ours never reaches the network.
            site.address = behind.real;
            site.port = port;
        }
        Session session = Session.current();
        if (session == null
                && behind == null
                && attempt != null
                && attempt.fd == fd
                && !attempt.real().equals(remote)) {
            // 127.0.0.1 under a name, given out before detach (--single-address).
            instead(site, attempt.real(), port);
        }
        // Another descriptor: the upper method failed before it came here, and this is someone else's connect.
        if (attempt == null || attempt.fd != fd || session == null) {
            return false;
        }
        if (!attempt.isSelected(session)) {
            Untapped.passed(attempt, session);
            return false;
        }
        attempt.family = family;
        STATS.ran();
        if (!ProxyState.usable()) {
            bypass(site, attempt, session, ProxyState.state() == ProxyState.State.HUNG ? "proxy hung" : "no proxy");
            return false;
        }
        try {
            return begin(site, attempt, session);
        } catch (RuntimeException | LinkageError suppressed) {
            STATS.failed();
            Jdk.disconnect(fd);
            bypass(site, attempt, session, "error in the agent: " + suppressed);
            return false;
        }
    }

    /** What {@code Net.connect} returns when {@link #decided}. */
    public static int result() {
        return site().result;
    }

    public static InetAddress address(InetAddress remote) {
        Site site = SITE.get();
        InetAddress instead = site == null ? null : site.address;
        return instead == null ? remote : instead;
    }

    public static int port(int port) {
        Site site = SITE.get();
        if (site == null || site.address == null) {
            return port;
        }
        site.address = null;
        return site.port;
    }

    private static boolean begin(Site site, Attempt attempt, Session session) throws IOException {
        Pending pending = new Pending(attempt, session);
        if (!attempt.blocking) {
            pending.begin();
            PendingConnections.add(pending);
            Jdk.refresh(attempt.owner, false);
            site.result = Jdk.UNAVAILABLE;
            return true;
        }
        Jdk.configureBlocking(attempt.fd, false);
        int outcome;
        try {
            pending.begin();
            outcome = await(pending, attempt.waitMillis == 0 ? Long.MAX_VALUE : attempt.waitMillis);
        } finally {
            if (Jdk.isOpen(attempt.owner)) {
                Jdk.configureBlocking(attempt.fd, true);
            }
        }
        return settled(site, pending, session, outcome);
    }

    /** Polls as the JDK's own park would; its closing of the socket wakes it by a signal. */
    static int await(Pending pending, long limitMillis) throws IOException {
        long startNanos = System.nanoTime();
        long left = limitMillis;
        int outcome = pending.advance();
        while (outcome == Pending.RUNNING && left > 0 && Jdk.isOpen(pending.attempt.owner)) {
            Jdk.poll(pending.fd, pending.events(), Math.min(left, pending.attempt.manner.sliceMillis));
            outcome = pending.advance();
            left = limitMillis - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
        }
        return outcome;
    }

    /** Lets the native call that follows succeed or fail as the real connect did. */
    private static boolean settled(Site site, Pending pending, Session session, int outcome) throws IOException {
        if (!Jdk.isOpen(pending.attempt.owner)) {
            // The caller looks again, finds it closed and throws what it always throws.
            site.result = Jdk.INTERRUPTED;
            return true;
        }
        if (outcome == Pending.CONNECTED) {
            Reports.tapped();
            site.result = 1;
            return true;
        }
        Jdk.disconnect(pending.fd);
        switch (outcome) {
            case Pending.LOST:
                bypass(site, pending.attempt, session, pending.reason());
                return false;
            case Pending.NETWORK_UNREACHABLE:
                instead(site, DeadEnds.unreachableNetwork(), DeadEnds.ANY_PORT);
                return false;
            case Pending.RUNNING:
            case Pending.TIMED_OUT:
                if (pending.attempt.waitMillis == 0) {
                    throw Lookalike.of(outcome, pending.attempt.manner);
                }
                InetSocketAddress silent = DeadEnds.silent();
                instead(site, silent.getAddress(), silent.getPort());
                return false;
            case Pending.HOST_UNREACHABLE:
            case Pending.RESET:
                throw Lookalike.of(outcome, pending.attempt.manner);
            default:
                instead(site, Pending.loopback(1), DeadEnds.refusingPort());
                return false;
        }
    }

    private static Site site() {
        Site site = SITE.get();
        if (site == null) {
            site = new Site();
            SITE.set(site);
        }
        return site;
    }

    private static void bypass(Site site, Attempt attempt, Session session, String reason) throws IOException {
        if (!session.isInUse()) {
            // Detached meanwhile: nothing of ours is asked for any more, and nobody is to be told.
            instead(site, attempt.real(), attempt.port());
            return;
        }
        Reports.bypass(attempt.name(), attempt.port(), reason);
        ProxyState.sayOnce(session);
        if (session.failClosed()) {
            instead(site, Pending.loopback(1), DeadEnds.refusingPort());
        } else {
            Untapped.place(attempt.real(), attempt.port());
            instead(site, attempt.real(), attempt.port());
        }
    }

    private static void instead(Site site, InetAddress address, int port) {
        site.address = address;
        site.port = port;
    }

    /** {@code Net.pollConnectNow(FileDescriptor)}, at entry: true while the verdict is awaited. */
    public static boolean unfinished(FileDescriptor fd) throws IOException {
        Pending pending = PendingConnections.of(fd);
        if (pending == null || !Jdk.isOpen(pending.attempt.owner)) {
            return false;
        }
        IOException failure = pending.failure;
        if (failure != null) {
            PendingConnections.remove(pending);
            throw Lookalike.located(failure, pending.attempt.manner);
        }
        try {
            return unfinished(pending);
        } catch (RuntimeException | LinkageError suppressed) {
            STATS.failed();
            PendingConnections.remove(pending);
            // Never leave the program talking to the proxy as if to its host.
            Jdk.disconnect(fd);
            connectLocated(pending, Pending.loopback(1), DeadEnds.refusingPort());
            return false;
        }
    }

    private static boolean unfinished(Pending pending) throws IOException {
        int outcome = pending.advance();
        if (outcome == Pending.RUNNING && pending.isFirstOfNearby()) {
            // On loopback the first poll already knows; that line of the JDK's is in the trace of a refusal.
            outcome = await(pending, NEARBY_MILLIS);
        }
        if (outcome == Pending.RUNNING || !Jdk.isOpen(pending.attempt.owner)) {
            // If it was closed meanwhile, the caller looks for that next.
            return true;
        }
        if (outcome == Pending.LOST) {
            astray(pending);
            return false;
        }
        PendingConnections.remove(pending);
        if (outcome == Pending.CONNECTED) {
            Reports.tapped();
            return false;
        }
        Jdk.disconnect(pending.fd);
        fail(pending, outcome);
        return false;
    }

    /** Makes the poll that follows fail as the real connect did, or throws what it would have thrown. */
    static void fail(Pending pending, int outcome) throws IOException {
        boolean selects = pending.attempt.waitMillis == 0;
        switch (outcome) {
            case Pending.NETWORK_UNREACHABLE:
                connectLocated(pending, DeadEnds.unreachableNetwork(), DeadEnds.ANY_PORT);
                return;
            case Pending.TIMED_OUT:
                if (!selects) {
                    // The program's own limit is still to come; until then nobody answers.
                    InetSocketAddress silent = DeadEnds.silent();
                    connectLocated(pending, silent.getAddress(), silent.getPort());
                    return;
                }
                throw Lookalike.of(outcome, pending.attempt.manner);
            case Pending.HOST_UNREACHABLE:
            case Pending.RESET:
                throw Lookalike.of(outcome, pending.attempt.manner);
            default:
                connectLocated(pending, Pending.loopback(1), DeadEnds.refusingPort());
                // The program was told that the connect is over, so it has to be.
                Jdk.poll(pending.fd, Jdk.POLLOUT, SLICE_MILLIS);
        }
    }

    private static void connectLocated(Pending pending, InetAddress address, int port) throws IOException {
        try {
            Jdk.connect(pending.attempt.family, pending.fd, address, port);
        } catch (IOException atOnce) {
            throw Lookalike.located(atOnce, pending.attempt.manner);
        }
    }

    /**
     * The proxy was lost before anything of the program's was sent: the same socket goes to its real address. Under the
     * lock of the pending, which stays listed until it is done: the selecting thread and one that
     * finishes the connect may both come here, and neither must poll a socket that the other is just taking apart.
     */
    static void astray(Pending pending) throws IOException {
        synchronized (pending) {
            if (PendingConnections.of(pending.fd) != pending) {
                return;
            }
            try {
                Attempt attempt = pending.attempt;
                Session session = Session.current();
                Jdk.disconnect(pending.fd);
                Site site = new Site();
                if (session == null) {
                    instead(site, attempt.real(), attempt.port());
                } else {
                    bypass(site, attempt, session, pending.reason());
                }
                InetAddress address = site.address;
                if (address != null) {
                    connectLocated(pending, address, site.port);
                }
            } finally {
                PendingConnections.remove(pending);
            }
        }
    }

    /** {@code park}: the event to wait for. */
    public static int event(@Nullable FileDescriptor fd, int event) {
        Pending pending = PendingConnections.of(fd);
        return pending == null ? event : pending.events();
    }

    /** {@code park}: how long, 0 for ever; in slices, so that a proxy that hangs is noticed. */
    public static long nanos(@Nullable FileDescriptor fd, long nanos) {
        if (PendingConnections.of(fd) == null) {
            return nanos;
        }
        long slice = TimeUnit.MILLISECONDS.toNanos(SLICE_MILLIS);
        return nanos == 0 ? slice : Math.min(nanos, slice);
    }

    /** {@code SocketChannelImpl.translateInterestOps(int)}, at return: the events that a selector waits for. */
    public static int interest(int events, @Nullable FileDescriptor fd, int ops) {
        Pending pending = PendingConnections.of(fd);
        return pending == null || (ops & SelectionKey.OP_CONNECT) == 0 ? events : pending.events();
    }

    /** {@code SocketChannelImpl.translateReadyOps(int, int, SelectionKeyImpl)}, at entry: the events that came. */
    public static int ready(@Nullable FileDescriptor fd, int events, Object key) {
        Pending pending = PendingConnections.of(fd);
        if (pending == null || !Jdk.isOpen(pending.attempt.owner)) {
            return events;
        }
        try {
            int before = pending.events();
            int outcome = pending.advance();
            if (outcome == Pending.LOST) {
                astray(pending);
                Jdk.refreshKey((SelectionKey) key);
                return 0;
            }
            if (pending.events() != before || (events & before) == 0) {
                Jdk.refreshKey((SelectionKey) key);
            }
            return outcome == Pending.RUNNING ? 0 : Jdk.POLLOUT;
        } catch (IOException atOnce) {
            pending.failure = atOnce;
            PendingConnections.add(pending);
            return Jdk.POLLOUT;
        } catch (Throwable suppressed) {
            STATS.failed();
            return events;
        }
    }
}
