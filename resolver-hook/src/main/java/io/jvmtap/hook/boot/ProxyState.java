package io.jvmtap.hook.boot;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Whether the proxy is there, as the control connection knows it, so that a connect need not find out. One object for each
 * session that this JVM has had; the latest counts.
 *
 * <pre>
 *     +------------- no ACK in time -------------+
 *     |                                          v
 * STARTING --ACK--> ALIVE <--PONG, ACK / no PONG--> HUNG
 *     |               |                          |
 *     +---- refused, bad ACK, end of stream -----+--> DEAD
 * </pre>
 */
public final class ProxyState {
    /**
     * How long the proxy's first answer may take, and the very first connects wait for it: a proxy that has just been
     * started has its classes to load, perhaps on a busy machine, and a request that is lost cannot be shown later. One
     * that is not there is known at once.
     */
    public static final int START_MILLIS = 5000;

    private static volatile ProxyState latest = new ProxyState();

    private final CountDownLatch known = new CountDownLatch(1);
    private final AtomicBoolean said = new AtomicBoolean();
    private volatile State state = State.STARTING;

    /** See the drawing above. */
    public enum State {
        STARTING,
        ALIVE,
        HUNG,
        DEAD
    }

    private ProxyState() {}

    /** That of a new session: from now on what the former one learns of its proxy concerns nobody. */
    public static ProxyState begin() {
        ProxyState fresh = new ProxyState();
        latest = fresh;
        return fresh;
    }

    public void alive() {
        if (state != State.DEAD) {
            state = State.ALIVE;
        }
        known.countDown();
    }

    public void hung() {
        if (state == State.ALIVE) {
            state = State.HUNG;
        }
    }

    /** The first answer is overdue: until it comes, connects go past the proxy. */
    public void late() {
        if (state == State.STARTING) {
            state = State.HUNG;
        }
        known.countDown();
    }

    public void dead() {
        state = State.DEAD;
        known.countDown();
    }

    public boolean isDead() {
        return state == State.DEAD;
    }

    static ProxyState latest() {
        return latest;
    }

    public static State state() {
        return latest.state;
    }

    /** Whether to try it; waits for the outcome of the start if that is still open. */
    static boolean usable() {
        ProxyState current = latest;
        if (current.state == State.STARTING) {
            try {
                current.known.await(START_MILLIS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException interrupted) {
                // The program's interrupt, for its own connect to see.
                Thread.currentThread().interrupt();
            }
        }
        return current.state == State.ALIVE;
    }

    /** Says once, on the real stderr, that connections are no longer recorded. The one thing the agent ever prints. */
    static void sayOnce(Session session) {
        if (session.quiet() || !latest.said.compareAndSet(false, true)) {
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
