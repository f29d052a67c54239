package io.jvmtap.hook.boot;

/**
 * What an epoll channel waits for while its verdict is awaited: readability too, and then it is asked to finish its
 * connect instead of to read. Its interest in writing stays as it is, since Netty takes it for "still connecting" and keeps
 * the program's early writes by it. Called on the event loop of the channel.
 */
public final class NettyEpoll {
    private static final int EPOLLIN = 1;
    private static final int EPOLLOUT = 4;

    private NettyEpoll() {}

    /** {@code AbstractEpollChannel.setFlag(int)}: the flag to set; {@code reads}: whether EPOLLIN is set already. */
    public static int adding(int flag, Object socket, boolean reads) {
        NettySocket one = NettySockets.of(socket);
        if (one == null) {
            return flag;
        }
        if ((flag & EPOLLIN) != 0) {
            // The program's own, from now on.
            one.addedRead = false;
            if (!one.isUnderWay()) {
                NettySockets.remove(socket);
            }
            return flag;
        }
        if ((flag & EPOLLOUT) == 0 || reads || !one.isUnderWay()) {
            return flag;
        }
        one.addedRead = true;
        return flag | EPOLLIN;
    }

    /** {@code AbstractEpollChannel.clearFlag(int)}: the flag to clear. That of writing, first of all, means connected. */
    public static int removing(int flag, Object socket) {
        NettySocket one = NettySockets.of(socket);
        if (one == null || (flag & EPOLLOUT) == 0) {
            return flag;
        }
        one.done();
        if (!one.addedRead) {
            NettySockets.remove(socket);
            return flag;
        }
        return flag | EPOLLIN;
    }

    /** {@code clearEpollIn0()}, at entry: true to do nothing, since the readiness is needed for the verdict. */
    public static boolean keeps(Object socket) {
        NettySocket one = NettySockets.of(socket);
        if (one == null || !one.isUnderWay()) {
            return false;
        }
        one.addedRead = true;
        return true;
    }

    /**
     * {@code epollInReady()}, at entry: true to do nothing, since what is to be read is the verdict, or came together
     * with it and the program has not asked for it ({@code reads}).
     */
    public static boolean holds(Object socket, boolean reads) {
        NettySocket one = NettySockets.of(socket);
        if (one == null) {
            return false;
        }
        if (one.isUnderWay()) {
            return true;
        }
        NettySockets.remove(socket);
        return !reads && one.state() == NettySocket.State.DONE;
    }

    /** {@code epollRdHupReady()}, at entry: true to do nothing; it was the proxy that hung up. */
    public static boolean hangsUp(Object socket) {
        NettySocket one = NettySockets.of(socket);
        if (one == null) {
            return false;
        }
        if (!one.isUnderWay()) {
            NettySockets.remove(socket);
        }
        return one.isUnderWay();
    }
}
