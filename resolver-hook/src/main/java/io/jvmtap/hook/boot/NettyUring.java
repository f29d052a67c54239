package io.jvmtap.hook.boot;

import java.io.IOException;

/**
 * io_uring: the verdict is awaited by a poll of the ring, in the place of the one for writability that Netty has for
 * connects that take long, and then handed to Netty as the result of the connect. Called on the event loop of the channel.
 */
public final class NettyUring {
    static final HookStats STATS = HookStats.of("connect.netty.uring");

    private static final int POLLOUT = 4;

    private NettyUring() {}

    /** {@code schedulePollOut()}: what to poll for. */
    public static int events(int events, Object socket) {
        NettySocket one = NettySockets.of(socket);
        return one == null ? events : one.events();
    }

    /** {@code pollAddComplete}, at entry: what came, as Netty's own poll for the end of a connect would say it. */
    public static int came(int result, Object socket) {
        NettySocket one = NettySockets.of(socket);
        return one == null || result < 0 || !one.isUnderWay() ? result : POLLOUT;
    }

    /** {@code pollAddComplete}, at entry: whether this is the end of our poll because the channel was closed meanwhile. */
    public static boolean cancelled(int result, Object socket) {
        NettySocket one = NettySockets.of(socket);
        if (one == null || result >= 0 || !one.isShut()) {
            return false;
        }
        NettySockets.remove(socket);
        return true;
    }

    /** {@code pollOut(int)}, at entry: true if the connect is decided; {@link #result} then says how. */
    public static boolean settled(Object socket) {
        NettySocket one = NettySockets.of(socket);
        if (one == null || one.state() != NettySocket.State.AWAITING) {
            return false;
        }
        try {
            one.isUnfinished();
        } catch (IOException | RuntimeException | LinkageError suppressed) {
            NettyBridge.STATS.failed();
            NettyBridge.fail(one);
        }
        return !one.isUnderWay();
    }

    /** Result of the connect: 0 or a negative errno. */
    public static int result(Object socket) {
        NettySocket one = NettySockets.of(socket);
        NettySockets.remove(socket);
        return one == null ? 0 : one.errno();
    }
}
