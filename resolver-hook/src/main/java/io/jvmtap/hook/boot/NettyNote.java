package io.jvmtap.hook.boot;

import java.util.concurrent.Executor;

/** What a TCP channel of Netty's says about its connect before its socket is told to. Used by one thread. */
final class NettyNote {
    final Object socket;
    final Object remote;
    final Executor loop;
    final int waitMillis;

    /** Whether the channel is one of io_uring. */
    boolean ring;

    NettyNote(Object socket, Object remote, Executor loop, int waitMillis) {
        this.socket = socket;
        this.remote = remote;
        this.loop = loop;
        this.waitMillis = waitMillis;
    }
}
