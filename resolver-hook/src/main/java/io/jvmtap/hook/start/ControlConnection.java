package io.jvmtap.hook.start;

import io.jvmtap.hook.boot.ConnectBridge;
import io.jvmtap.hook.boot.Fields;
import io.jvmtap.hook.boot.Identity;
import io.jvmtap.hook.boot.KeyRing;
import io.jvmtap.hook.boot.PendingConnections;
import io.jvmtap.hook.boot.Preface;
import io.jvmtap.hook.boot.ProxyState;
import io.jvmtap.hook.boot.Reports;
import io.jvmtap.hook.boot.Session;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The agent's own connection to the proxy (WIRE.md section 4), one a session. One daemon thread connects, writes queued
 * frames and pings; a second one reads. What becomes of the first when the connection ends:
 *
 * <pre>
 * by itself: the proxy is gone for good    stays, to look after connections that were waiting for it
 * after DETACH                             takes the hooks out, and ends
 * after leave(): another session came      ends
 * </pre>
 */
final class ControlConnection implements Runnable {
    /** WIRE.md section 4: a PING every second, a PONG within a second of it. */
    private static final long PING_MILLIS = 1000;

    /** How long the end of the program may wait for the last frames; loopback takes microseconds, a hung proxy for ever. */
    private static final long GOODBYE_MILLIS = 300;

    /** After DETACH: a thread that had seen the session just before has got its connect under way by then. */
    private static final long SETTLING_MILLIS = 100;

    /** So often it looks whether the last verdict has come. */
    private static final long SETTLED_MILLIS = 20;

    private static final int BYE = 0x09;
    private static final int DETACHED = 0x0F;
    private static final String VERSION = "0.1.0";

    private final Session session;
    private final ProxyState proxy;
    private final Thread thread = daemon(this, "jvmtap-control");
    private final Thread farewell = new Thread("jvmtap-end") {
        @Override
        public void run() {
            end();
        }
    };
    private final long startMicros = Reports.now();
    private final CountDownLatch goodbye = new CountDownLatch(1);
    private volatile boolean ending;
    private volatile boolean leaving;
    private volatile boolean letGo;
    private volatile long letGoNanos;
    private volatile long answered;
    private boolean saidDetached;
    private long asked;
    private long covered;
    private long askedNanos;

    ControlConnection(Session session, ProxyState proxy) {
        this.session = session;
        this.proxy = proxy;
    }

    void start() {
        thread.start();
        Runtime.getRuntime().addShutdownHook(farewell);
    }

    /** Whether it already is what this session asks for. */
    boolean serves(Session other) {
        return !proxy.isDead() && session.isInUse() && session.isSameAs(other);
    }

    static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        // The program's loaders must not be held alive by us.
        thread.setContextClassLoader(null);
        return thread;
    }

    @Override
    public void run() {
        try (Socket socket = new Socket()) {
            InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
            socket.connect(new InetSocketAddress(loopback, session.port()), ProxyState.START_MILLIS);
            socket.setTcpNoDelay(true);
            DataInputStream in = greet(socket);
            OutputStream out = new BufferedOutputStream(socket.getOutputStream());
            out.write(hello());
            // Before the coverage: whoever waits for that knows of the connections that were open before.
            drain(out);
            out.write(Reports.coverage());
            out.flush();
            proxy.alive();
            daemon(new ControlReader(in, session, this), "jvmtap-control-in").start();
            // After HELLO, so that a program that ends at once need not wait for it.
            if (!ending && session.connectHook()) {
                ConnectBridge.warm();
            }
            talk(out);
        } catch (IOException | InterruptedException | RuntimeException | LinkageError gone) {
            // Expected when the proxy ends; its absence is told by the next connect.
        }
        proxy.dead();
        goodbye.countDown();
        if (letGo) {
            forget();
            Installer.takeOut(this);
        } else if (!leaving) {
            watchOver();
        }
    }

    private DataInputStream greet(Socket socket) throws IOException {
        socket.getOutputStream().write(Preface.control(session, socket.getLocalPort()));
        socket.setSoTimeout(ProxyState.START_MILLIS);
        DataInputStream in = new DataInputStream(socket.getInputStream());
        byte[] ack = new byte[24];
        int read = firstByte(socket, in, ack);
        in.readFully(ack, read, ack.length - read);
        if (!Preface.accepts(session, ack)) {
            throw new IOException("not the proxy");
        }
        return in;
    }

    /**
     * An answer that comes later still counts: the program has not waited for it any longer, but what it does from then on
     * is not lost.
     */
    private int firstByte(Socket socket, DataInputStream in, byte[] ack) throws IOException {
        try {
            ack[0] = in.readByte();
        } catch (SocketTimeoutException late) {
            proxy.late();
            socket.setSoTimeout(0);
            ack[0] = in.readByte();
        }
        socket.setSoTimeout(0);
        return 1;
    }

    private void talk(OutputStream out) throws IOException, InterruptedException {
        while (!proxy.isDead()) {
            byte[] frame = Reports.next(ending || leaving ? 0 : pause());
            if (frame != null) {
                out.write(frame);
            }
            drain(out);
            if (ending || leaving) {
                out.write(Reports.coverage());
                out.write(new Fields(BYE).frame());
                out.flush();
                return;
            }
            if (letGo && !saidDetached && isSettled()) {
                saidDetached = true;
                out.write(Reports.coverage());
                out.write(new Fields(DETACHED).frame());
            }
            ping(out);
            out.flush();
        }
    }

    private static void drain(OutputStream out) throws IOException, InterruptedException {
        for (byte[] frame = Reports.next(0); frame != null; frame = Reports.next(0)) {
            out.write(frame);
        }
    }

    /** Whether no connect is on its way to the proxy any more, nor can be. */
    private boolean isSettled() {
        long since = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - letGoNanos);
        return since >= SETTLING_MILLIS && PendingConnections.isEmpty();
    }

    private long pause() {
        return letGo && !saidDetached ? Math.min(SETTLED_MILLIS, untilPing()) : untilPing();
    }

    private long untilPing() {
        long since = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - askedNanos);
        return asked == 0 ? 0 : Math.max(0, Math.min(PING_MILLIS, PING_MILLIS - since));
    }

    private void ping(OutputStream out) throws IOException {
        if (untilPing() > 0) {
            return;
        }
        if (answered < asked) {
            proxy.hung();
        }
        PendingConnections.sweep();
        KeyRing.sweep();
        long mark = Reports.coverageMark();
        if (mark != covered) {
            covered = mark;
            out.write(Reports.coverage());
        }
        asked++;
        askedNanos = System.nanoTime();
        out.write(new Fields(0x07).u64(1, asked).frame());
    }

    /** From the reading thread. */
    void pong(long number) {
        answered = number;
        proxy.alive();
    }

    /** From the reading thread: the connection has ended. */
    void gone() {
        proxy.dead();
        wake();
    }

    /** From the reading thread, for DETACH: hooks pass everything through, and go when the proxy closes the connection. */
    void letGo() {
        if (session.isInUse()) {
            Session.detach();
            letGoNanos = System.nanoTime();
            letGo = true;
            wake();
        }
    }

    /** Another session has taken this one's place. Returns when nothing of it uses the queue of reports any more. */
    void leave() {
        leaving = true;
        wake();
        try {
            if (!goodbye.await(GOODBYE_MILLIS, TimeUnit.MILLISECONDS)) {
                thread.interrupt();
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        forget();
        // It may be looking after what the former proxy has left behind.
        thread.interrupt();
    }

    private void forget() {
        try {
            Runtime.getRuntime().removeShutdownHook(farewell);
        } catch (IllegalStateException ending) {
            // The JVM ends, and that is what it was for.
        }
    }

    /** An empty frame, which is nothing on the wire. */
    private static void wake() {
        Reports.send(new byte[0]);
    }

    /** In a shutdown hook: coverage, the last frames, BYE. */
    private void end() {
        ending = true;
        wake();
        try {
            goodbye.await(GOODBYE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    /** The proxy is gone: connections that still wait for it in a selector are taken to their real hosts. */
    private void watchOver() {
        while (!ending && !leaving) {
            try {
                Thread.sleep(PING_MILLIS);
                PendingConnections.sweep();
            } catch (InterruptedException | RuntimeException | LinkageError stop) {
                return;
            }
        }
    }

    private byte[] hello() {
        return new Fields(0x01)
                .u64(1, Identity.pid())
                .text(2, session.label())
                .text(3, System.getProperty("java.version"))
                .text(4, System.getProperty("java.vendor"))
                .text(5, System.getProperty("java.home"))
                .text(6, System.getProperty("sun.java.command"))
                .text(7, VERSION)
                .u64(8, startMicros)
                .frame();
    }
}
