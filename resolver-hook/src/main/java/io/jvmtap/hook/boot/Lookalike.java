package io.jvmtap.hook.boot;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.channels.SocketChannel;
import java.security.PrivilegedExceptionAction;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Exceptions for failures that cannot be made to happen on loopback. Class, message and stack trace are those of the
 * native code: our frames are taken out, and the innermost two are copied from a failure that was provoked once.
 */
final class Lookalike {
    private static final EnumMap<Manner, StackTraceElement[]> PROVOKED =
            new EnumMap<Manner, StackTraceElement[]>(Manner.class);

    /** The ways in which the JDK's native code comes to say that a connect failed. */
    enum Manner {
        /** {@code Net.connect} blocks; our code stands at its start. */
        BLOCKING(false, ConnectBridge.SLICE_MILLIS),
        /** A poll after {@code Net.connect}; our code stands at its start, or until JDK 12 right where it is called. */
        POLLED(JavaVersion.FEATURE < 13, ConnectBridge.SLICE_MILLIS),
        /** {@code PlainSocketImpl.socketConnect}, in whose place we are called; nothing signals us when it is closed. */
        PLAIN(true, 50),
        /** The check of an asynchronous channel; we are called right before it. */
        ASYNC(true, ConnectBridge.SLICE_MILLIS);

        /** Whether the innermost frame of the JDK has the line of the native call, rather than its method's first. */
        final boolean inPlace;

        final long sliceMillis;

        Manner(boolean inPlace, long sliceMillis) {
            this.inPlace = inPlace;
            this.sliceMillis = sliceMillis;
        }
    }

    private Lookalike() {}

    static IOException of(int verdict, Manner manner) {
        return located(bare(verdict, manner == Manner.PLAIN), manner);
    }

    /** Gives an exception the trace that it would have had without us. */
    static IOException located(IOException bare, Manner manner) {
        StackTraceElement[] top = innermost(manner);
        List<StackTraceElement> trace = new ArrayList<StackTraceElement>();
        boolean below = false;
        for (StackTraceElement frame : new Throwable().getStackTrace()) {
            boolean ours = frame.getClassName().startsWith("io.jvmtap.hook.boot.");
            if (!ours && !below) {
                // The hooked method itself: its line is that of the native call, not of our code at its start.
                below = true;
                for (int i = 0; i < top.length && (i == 0 || !manner.inPlace); i++) {
                    trace.add(top[i]);
                }
                if (manner.inPlace) {
                    trace.add(frame);
                }
            } else if (!ours) {
                trace.add(frame);
            }
        }
        bare.setStackTrace(trace.toArray(new StackTraceElement[0]));
        return bare;
    }

    /** The trace of a native call that was made in our place. */
    static IOException withoutUs(IOException thrown) {
        List<StackTraceElement> trace = new ArrayList<StackTraceElement>();
        for (StackTraceElement frame : thrown.getStackTrace()) {
            if (!frame.getClassName().startsWith("io.jvmtap.hook.boot.")) {
                trace.add(frame);
            }
        }
        thrown.setStackTrace(trace.toArray(new StackTraceElement[0]));
        return thrown;
    }

    /** @param detailed whether the native code adds words of its own, as PlainSocketImpl.c does */
    private static IOException bare(int verdict, boolean detailed) {
        switch (verdict) {
            case Pending.HOST_UNREACHABLE:
                return new NoRouteToHostException("No route to host" + (detailed ? " (Host unreachable)" : ""));
            case Pending.TIMED_OUT:
                return new ConnectException("Connection timed out" + (detailed ? " (Connection timed out)" : ""));
            case Pending.RESET:
                return new SocketException("Connection reset by peer" + (detailed ? " (connect failed)" : ""));
            default:
                return new ConnectException("Connection refused" + (detailed ? " (Connection refused)" : ""));
        }
    }

    private static StackTraceElement[] innermost(Manner manner) {
        synchronized (PROVOKED) {
            StackTraceElement[] known = PROVOKED.get(manner);
            if (known == null) {
                known = top(provoke(manner));
                PROVOKED.put(manner, known);
            }
            return known;
        }
    }

    private static StackTraceElement[] top(StackTraceElement[] trace) {
        return trace.length < 2 ? new StackTraceElement[0] : new StackTraceElement[] {trace[0], trace[1]};
    }

    private static StackTraceElement[] provoke(final Manner manner) {
        try {
            Privileged.io(new PrivilegedExceptionAction<Object>() {
                @Override
                public @Nullable Object run() throws IOException {
                    fail(manner);
                    return null;
                }
            });
        } catch (IOException refused) {
            return refused.getStackTrace();
        }
        return new StackTraceElement[0];
    }

    private static void fail(Manner manner) throws IOException {
        if (manner == Manner.ASYNC) {
            AsyncSocket.fail();
            return;
        }
        InetSocketAddress refusing = new InetSocketAddress(Pending.loopback(1), DeadEnds.refusingPort());
        if (manner == Manner.PLAIN) {
            try (Socket socket = new Socket()) {
                socket.connect(refusing);
            }
            return;
        }
        try (SocketChannel channel = SocketChannel.open()) {
            if (manner == Manner.BLOCKING) {
                Jdk.connect(null, Jdk.descriptor(channel), refusing.getAddress(), refusing.getPort());
                return;
            }
            channel.configureBlocking(false);
            channel.connect(refusing);
            while (!channel.finishConnect()) {
                Thread.yield();
            }
        }
    }
}
