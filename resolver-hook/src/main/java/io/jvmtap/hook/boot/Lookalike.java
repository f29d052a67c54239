package io.jvmtap.hook.boot;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Exceptions for failures that cannot be made to happen on loopback. Class, message and stack trace are those of the
 * native code: our frames are taken out, and the innermost two are copied from a failure that was provoked once.
 */
final class Lookalike {
    private static final int PROVOKED_TIMEOUT_MILLIS = 1000;
    private static StackTraceElement @Nullable [] blocking;
    private static StackTraceElement @Nullable [] polled;

    private Lookalike() {}

    /** @param polls whether the program polls for the outcome, rather than blocks in the native connect */
    static IOException of(int verdict, boolean polls) {
        return located(bare(verdict), polls);
    }

    /** Gives an exception the trace that it would have had without us. */
    static IOException located(IOException bare, boolean polls) {
        StackTraceElement[] top = innermost(polls);
        List<StackTraceElement> trace = new ArrayList<StackTraceElement>();
        boolean below = false;
        for (StackTraceElement frame : new Throwable().getStackTrace()) {
            boolean ours = frame.getClassName().startsWith("io.jvmtap.hook.boot.");
            if (!ours && !below) {
                // The hooked method itself: its line is that of the native call, not of our code at its start.
                below = true;
                for (StackTraceElement native0 : top) {
                    trace.add(native0);
                }
            } else if (!ours) {
                trace.add(frame);
            }
        }
        bare.setStackTrace(trace.toArray(new StackTraceElement[0]));
        return bare;
    }

    private static IOException bare(int verdict) {
        switch (verdict) {
            case Pending.HOST_UNREACHABLE:
                return new NoRouteToHostException("No route to host");
            case Pending.TIMED_OUT:
                return new ConnectException("Connection timed out");
            case Pending.RESET:
                return new SocketException("Connection reset by peer");
            default:
                return new ConnectException("Connection refused");
        }
    }

    private static synchronized StackTraceElement[] innermost(boolean polls) {
        StackTraceElement[] known = polls ? polled : blocking;
        if (known == null) {
            known = provoke(polls ? PROVOKED_TIMEOUT_MILLIS : 0);
            if (polls) {
                polled = known;
            } else {
                blocking = known;
            }
        }
        return known;
    }

    private static StackTraceElement[] provoke(int millis) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(Pending.loopback(1), DeadEnds.refusingPort()), millis);
        } catch (IOException refused) {
            StackTraceElement[] trace = refused.getStackTrace();
            if (trace.length >= 2) {
                return new StackTraceElement[] {trace[0], trace[1]};
            }
        }
        return new StackTraceElement[0];
    }
}
