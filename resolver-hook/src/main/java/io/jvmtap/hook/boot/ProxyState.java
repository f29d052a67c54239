package io.jvmtap.hook.boot;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Whether the proxy is there, as the control connection knows it, so that a connect need not find out.
 *
 * <pre>
 * STARTING --ACK--> ALIVE <--PONG / no PONG--> HUNG
 *     |               |                          |
 *     +---- refused, bad ACK, end of stream -----+--> DEAD
 * </pre>
 */
public final class ProxyState {
    /** How long the very first connect waits to know; the same second that an ACK may take (WIRE.md section 2). */
    static final long START_MILLIS = 1000;

    private static final CountDownLatch KNOWN = new CountDownLatch(1);
    private static final AtomicBoolean SAID = new AtomicBoolean();
    private static volatile State state = State.STARTING;

    /** See the drawing above. */
    public enum State {
        STARTING,
        ALIVE,
        HUNG,
        DEAD
    }

    private ProxyState() {}

    public static void alive() {
        if (state != State.DEAD) {
            state = State.ALIVE;
        }
        KNOWN.countDown();
    }

    public static void hung() {
        if (state == State.ALIVE) {
            state = State.HUNG;
        }
    }

    public static void dead() {
        state = State.DEAD;
        KNOWN.countDown();
    }

    public static State state() {
        return state;
    }

    /** Whether to try it; waits for the outcome of the start if that is still open. */
    static boolean usable() {
        if (state == State.STARTING) {
            try {
                KNOWN.await(START_MILLIS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException interrupted) {
                // The program's interrupt, for its own connect to see.
                Thread.currentThread().interrupt();
            }
        }
        return state == State.ALIVE;
    }

    /** Says once, on the real stderr, that connections are no longer recorded. The one thing the agent ever prints. */
    static void sayOnce(Session session) {
        if (session.quiet() || !SAID.compareAndSet(false, true)) {
            return;
        }
        String text = session.failClosed()
                ? "jvmtap: the proxy does not answer; new connections are refused (--fail-closed)\n"
                : "jvmtap: the proxy does not answer; new connections go straight to the real hosts and are not"
                        + " recorded\n";
        try {
            // Not System.err, which the program may have replaced. Not closed: the descriptor is the program's.
            new FileOutputStream(FileDescriptor.err).write(text.getBytes(Fields.UTF_8));
        } catch (Exception noStderr) {
            HookStats.of("connect.net").failed();
        }
    }
}
