package io.jvmtap.hook.boot;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Called by Netty's native transports, whose sockets are none of the JDK's. A channel says that its connect is TCP
 * ({@link #opening}), its socket is then connected to the proxy and stays "connecting" for Netty until the verdict has
 * come ({@link #unfinished}). Netty's objects are seen as {@code Object}: this side of the boot loader knows no Netty.
 * What its event loop waits for meanwhile is told by {@link NettyEpoll} and {@link NettyUring}.
 */
public final class NettyBridge {
    static final HookStats STATS = HookStats.of("connect.netty");

    private static final ThreadLocal<NettyNote> NOTE = new ThreadLocal<NettyNote>();
    private static final ThreadLocal<SocketAddress> INSTEAD = new ThreadLocal<SocketAddress>();

    private NettyBridge() {}

    /**
     * A TCP channel is about to connect this socket.
     *
     * @param loop of the channel
     * @param waitMillis the channel's limit, 0 for none
     * @return whether the connection will be taken to the proxy, for all that is known now
     */
    public static boolean opening(Object socket, Object loop, int waitMillis, @Nullable Object remote) {
        try {
            if (remote == null || !isSelected(remote)) {
                passed(remote);
                return false;
            }
            NOTE.set(new NettyNote(socket, remote, (Executor) loop, waitMillis));
            return ProxyState.usable();
        } catch (Throwable suppressed) {
            STATS.failed();
            return false;
        }
    }

    /** The same for a channel of io_uring. */
    public static boolean openingRing(Object socket, Object loop, int waitMillis, @Nullable Object remote) {
        boolean tapped = opening(socket, loop, waitMillis, remote);
        NettyNote note = NOTE.get();
        if (note != null) {
            note.ring = true;
        }
        return tapped;
    }

    /** Whether the program's first bytes may travel with the SYN: to the proxy they must not, the preface is first. */
    public static boolean fastOpen(boolean asked, @Nullable Object remote) {
        try {
            return asked && !isSelected(remote) && mapped(remote) == null;
        } catch (Throwable suppressed) {
            STATS.failed();
            return asked;
        }
    }

    private static void passed(@Nullable Object remote) {
        Session session = Session.current();
        if (session != null && remote != null && remote.getClass() == InetSocketAddress.class) {
            InetSocketAddress asked = (InetSocketAddress) remote;
            if (asked.getAddress() != null) {
                Untapped.passed(attempt(asked), session);
            }
        }
    }

    private static boolean isSelected(@Nullable Object remote) {
        Session session = Session.current();
        if (session == null || remote == null || remote.getClass() != InetSocketAddress.class) {
            return false;
        }
        InetSocketAddress asked = (InetSocketAddress) remote;
        return asked.getAddress() != null && attempt(asked).isSelected(session);
    }

    private static Attempt attempt(InetSocketAddress asked) {
        return new Attempt(new java.io.FileDescriptor(), STATS, asked, false, 0);
    }

    /**
     * {@code Socket.connect(SocketAddress)}, at entry.
     *
     * @return true: the socket is connecting to the proxy; false: go on with {@link #target}
     */
    public static boolean connecting(Object socket, int fd, boolean ipv6, @Nullable SocketAddress remote) {
        NettyNote note = NOTE.get();
        NOTE.remove();
        try {
            INSTEAD.remove();
            NettySocket known = NettySockets.of(socket);
            if (known != null && known.state() == NettySocket.State.ELSEWHERE) {
                return false;
            }
            INSTEAD.set(mapped(remote));
            Session session = Session.current();
            if (note == null || note.socket != socket || note.remote != remote || remote == null || session == null) {
                return false;
            }
            STATS.ran();
            if (!ProxyState.usable()) {
                bypass((InetSocketAddress) remote, session);
                return false;
            }
            NettySocket one = new NettySocket(fd, ipv6, (InetSocketAddress) remote, note, session);
            NettySockets.add(socket, one);
            one.begin();
            return true;
        } catch (Throwable suppressed) {
            STATS.failed();
            NettySockets.remove(socket);
            return false;
        }
    }

    private static void bypass(InetSocketAddress remote, Session session) throws IOException {
        String reason = ProxyState.state() == ProxyState.State.HUNG ? "proxy hung" : "no proxy";
        INSTEAD.set(NettySocket.bypass(attempt(remote), session, reason));
    }

    /** A connect that is not taken to the proxy, outside of {@code Socket.connect}: where it goes. */
    public static SocketAddress direct(Object socket, SocketAddress remote) {
        NettyNote note = NOTE.get();
        NOTE.remove();
        try {
            INSTEAD.set(mapped(remote));
            Session session = Session.current();
            if (note != null && note.socket == socket && session != null && !ProxyState.usable()) {
                STATS.ran();
                bypass((InetSocketAddress) remote, session);
            }
        } catch (Throwable suppressed) {
            STATS.failed();
        }
        return target(remote);
    }

    /** Where a socket is to be connected: an address of ours never reaches the network. */
    public static SocketAddress target(SocketAddress remote) {
        SocketAddress instead = INSTEAD.get();
        INSTEAD.remove();
        return instead == null ? remote : instead;
    }

    private static @Nullable SocketAddress mapped(@Nullable Object remote) {
        if (!(remote instanceof InetSocketAddress)) {
            return null;
        }
        InetSocketAddress asked = (InetSocketAddress) remote;
        AddressMap.Known known = AddressMap.behind(asked.getAddress());
        return known == null ? null : new InetSocketAddress(known.real, asked.getPort());
    }

    /** {@code Socket.finishConnect()}, at entry: true while the verdict is awaited. */
    public static boolean unfinished(Object socket) {
        NettySocket one = NettySockets.of(socket);
        if (one == null) {
            return false;
        }
        try {
            return one.isUnfinished();
        } catch (Throwable suppressed) {
            STATS.failed();
            fail(one);
            return false;
        }
    }

    /** Never leaves the program talking to the proxy as if to its host. */
    static void fail(NettySocket one) {
        try {
            one.fail(Pending.REFUSED);
        } catch (Throwable suppressed) {
            STATS.failed();
        }
    }

    /** {@code Socket.finishConnect()}: whether the proxy was lost, and the socket has to be connected elsewhere. */
    public static boolean strays(Object socket) {
        NettySocket one = NettySockets.of(socket);
        if (one == null || one.state() != NettySocket.State.ASTRAY) {
            return false;
        }
        try {
            INSTEAD.set(one.elsewhere(Session.current()));
            return true;
        } catch (Throwable suppressed) {
            STATS.failed();
            fail(one);
            return false;
        }
    }

    /** Where, after {@link #strays}. */
    public static @Nullable SocketAddress elsewhere() {
        SocketAddress instead = INSTEAD.get();
        INSTEAD.remove();
        return instead;
    }

    /** {@code Socket.finishConnect()}: the result of its native call, 0 or a negative errno. */
    public static int outcome(int result, Object socket) {
        NettySocket one = NettySockets.of(socket);
        if (one == null) {
            return result;
        }
        if (one.state() == NettySocket.State.FAILED) {
            NettySockets.remove(socket);
            return one.errno();
        }
        if (result == 0) {
            one.done();
        } else {
            NettySockets.remove(socket);
        }
        return result;
    }

    /** {@code FileDescriptor.close()} and {@code markClosed()}, at entry. */
    public static void closed(Object socket) {
        NettySocket one = NettySockets.of(socket);
        if (one != null) {
            one.closed();
            if (!one.ring || !one.isUnderWay()) {
                NettySockets.remove(socket);
            }
        }
    }

    /**
     * {@code UnixChannelUtil.computeRemoteAddr}: the operating system's idea of the peer, null to show what was asked for.
     */
    public static @Nullable InetSocketAddress peer(InetSocketAddress asked, @Nullable InetSocketAddress system) {
        try {
            Session session = Session.current();
            boolean ours = AddressMap.behind(asked.getAddress()) != null;
            boolean proxy = session != null
                    && system != null
                    && system.getPort() == session.port()
                    && system.getAddress().isLoopbackAddress();
            return ours || proxy ? null : system;
        } catch (Throwable suppressed) {
            STATS.failed();
            return system;
        }
    }
}
