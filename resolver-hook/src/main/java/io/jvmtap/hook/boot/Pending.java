package io.jvmtap.hook.boot;

import java.io.FileDescriptor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A connection to the proxy that the program still believes to be connecting. Never blocks: {@link #advance} does what
 * can be done now, {@link #events} says what to wait for. The lock is held for a few system calls at most.
 *
 * <pre>
 * CONNECTING --writable--> WRITING --preface out--> WAITING --25 bytes--> DONE (verdict)
 *     |                       |                        |
 *     +--- refused, reset, end, no ACK in time, proxy hung ---> DONE (LOST)
 * </pre>
 */
final class Pending {
    static final int RUNNING = -1;
    static final int CONNECTED = 0;
    static final int REFUSED = 1;
    static final int HOST_UNREACHABLE = 2;
    static final int NETWORK_UNREACHABLE = 3;
    static final int TIMED_OUT = 4;
    static final int RESET = 5;

    /** The proxy did not do its part; nothing of the program's was sent. */
    static final int LOST = 100;

    /** WIRE.md section 2. */
    private static final long ACK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final InetAddress PROXY_HOST = loopback(1);

    final Attempt attempt;
    final FileDescriptor fd;

    /** What happened when the socket was to go to its real address instead: for the thread that finishes the connect. */
    volatile @Nullable IOException failure;

    private final Session session;
    private final byte[] id = Identity.next();
    private final String thread = Thread.currentThread().getName();
    private final List<String> frames = CallSite.here();
    private final long deadline = System.nanoTime() + ACK_NANOS;
    private final ByteBuffer reply = ByteBuffer.allocate(Preface.ACK_BYTES + 1);
    private ByteBuffer preface = ByteBuffer.allocate(0);
    private State state = State.CONNECTING;
    private boolean acknowledged;
    private boolean polled;
    private boolean overdue;
    private int localPort;
    private int outcome = RUNNING;
    private String lost = "";

    private enum State {
        CONNECTING,
        WRITING,
        WAITING,
        DONE
    }

    Pending(Attempt attempt, Session session) {
        this.attempt = attempt;
        this.fd = attempt.fd;
        this.session = session;
    }

    /** 127.0.0.{last}, without a lookup. */
    static InetAddress loopback(int last) {
        try {
            return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last});
        } catch (IOException four) {
            throw new IllegalStateException(four);
        }
    }

    /** Begins to connect, and gets as far as possible without reading: what was read no longer wakes a selector. */
    synchronized void begin() {
        try {
            if (Jdk.connect(attempt.family, fd, PROXY_HOST, session.port()) > 0) {
                state = State.WRITING;
            }
            proceedWriting();
        } catch (IOException | RuntimeException thrown) {
            lose(thrown);
        }
    }

    /** Does what can be done now; {@link #RUNNING}, a verdict, or {@link #LOST}. */
    synchronized int advance() {
        if (state == State.DONE) {
            return outcome;
        }
        overdue = false;
        try {
            proceedWriting();
            if (state == State.WAITING) {
                readReply();
            }
            if (state != State.DONE && !acknowledged && System.nanoTime() - deadline > 0) {
                ProxyState.latest().hung();
                lose("no acknowledgement in time");
            }
            if (state != State.DONE && isProxyLost()) {
                lose("proxy " + (ProxyState.state() == ProxyState.State.HUNG ? "hung" : "gone"));
            }
        } catch (IOException | RuntimeException thrown) {
            lose(thrown);
        }
        return outcome;
    }

    /**
     * Called by the control thread, which must not touch the descriptor: it may have been closed, and its number given to
     * another file. If the answer is overdue the next wait is for writability, which is at hand, so that the thread that
     * owns the socket comes by and decides.
     */
    synchronized boolean isOverdue() {
        boolean late = !acknowledged && System.nanoTime() - deadline > 0;
        overdue = state == State.WAITING && (late || isProxyLost());
        return overdue;
    }

    /** What is known of the latest proxy says nothing about the one that a detached session still has an answer from. */
    private boolean isProxyLost() {
        return session.isInUse() && ProxyState.state() != ProxyState.State.ALIVE;
    }

    /** What to wait for before the next {@link #advance}: {@code POLLIN} or {@code POLLOUT}. */
    synchronized int events() {
        return state == State.WAITING && !overdue ? Jdk.POLLIN : Jdk.POLLOUT;
    }

    /** True once, for a caller with a time limit whose host is this machine. */
    synchronized boolean isFirstOfNearby() {
        boolean first = !polled && attempt.waitMillis > 0 && attempt.real().isLoopbackAddress();
        polled = true;
        return first;
    }

    /** Why it was {@link #LOST}. */
    synchronized String reason() {
        return lost;
    }

    private void proceedWriting() throws IOException {
        if (state == State.CONNECTING && Jdk.isConnected(fd)) {
            state = State.WRITING;
        }
        if (state != State.WRITING) {
            return;
        }
        if (preface.capacity() == 0) {
            preface = ByteBuffer.wrap(preface());
        }
        int n = 1;
        while (preface.hasRemaining() && n > 0) {
            n = Jdk.write(fd, preface);
        }
        if (!preface.hasRemaining()) {
            state = State.WAITING;
        }
    }

    /**
     * Exactly the ACK and the verdict: the next byte is the program's. Looked for before it is read, because a socket
     * adaptor of JDK 11 has made the descriptor blocking again by the time it waits.
     */
    private void readReply() throws IOException {
        int n = 1;
        while (reply.hasRemaining() && n > 0 && Jdk.poll(fd, Jdk.POLLIN, 0) != 0) {
            n = Jdk.read(fd, reply);
            if (!acknowledged && reply.position() >= Preface.ACK_BYTES) {
                byte[] ack = Arrays.copyOf(reply.array(), Preface.ACK_BYTES);
                if (!Preface.accepts(session.token(), id, ack)) {
                    lose("the port of the proxy is not answered by the proxy");
                    return;
                }
                acknowledged = true;
            }
        }
        if (!reply.hasRemaining()) {
            outcome = reply.get(Preface.ACK_BYTES) & 0xFF;
            state = State.DONE;
        } else if (n == -1) {
            lose("the proxy closed the connection");
        }
    }

    private byte[] preface() throws IOException {
        Preface fields = new Preface(session.token(), id);
        fields.authority = attempt.name();
        fields.addresses = attempt.allReal();
        fields.pid = Identity.pid();
        fields.thread = thread;
        fields.frames = frames;
        fields.label = session.label();
        fields.waitMillis = attempt.waitMillis;
        InetSocketAddress local = Jdk.localAddress(fd);
        localPort = local.getPort();
        Sender.opened(id, attempt.owner, localPort, attempt.port());
        return fields.proxy(local, attempt.real(), attempt.port());
    }

    private void lose(Exception thrown) {
        String message = thrown.getMessage();
        lose(message == null ? thrown.getClass().getName() : message);
    }

    private void lose(String reason) {
        Sender.lost(id, localPort);
        lost = reason;
        outcome = LOST;
        state = State.DONE;
    }
}
