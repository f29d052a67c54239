package io.jvmtap.hook.start;

import io.jvmtap.hook.boot.ConnectBridge;
import io.jvmtap.hook.boot.Fields;
import io.jvmtap.hook.boot.Identity;
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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The agent's own connection to the proxy (WIRE.md section 4). One daemon thread connects, writes queued frames and pings;
 * a second one reads. When the connection ends the proxy is gone for good; the first thread stays, to look after
 * connections that were waiting for it.
 */
final class ControlConnection implements Runnable {
    /** WIRE.md section 4: a PING every second, a PONG within a second of it. */
    private static final long PING_MILLIS = 1000;

    /** WIRE.md section 2. */
    private static final int ACK_MILLIS = 1000;

    /** How long the end of the program may wait for the last frames; loopback takes microseconds, a hung proxy for ever. */
    private static final long GOODBYE_MILLIS = 300;

    private static final int BYE = 0x09;
    private static final String VERSION = "0.1.0";

    private final Session session;
    private final long startMicros = Reports.now();
    private final CountDownLatch goodbye = new CountDownLatch(1);
    private volatile boolean ending;
    private volatile long answered;
    private long asked;
    private long covered;
    private long askedNanos;

    ControlConnection(Session session) {
        this.session = session;
    }

    static void start(Session session) {
        final ControlConnection control = new ControlConnection(session);
        daemon(control, "jvmtap-control").start();
        Runtime.getRuntime().addShutdownHook(new Thread("jvmtap-end") {
            @Override
            public void run() {
                control.end();
            }
        });
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
            socket.connect(new InetSocketAddress(loopback, session.port()), ACK_MILLIS);
            socket.setTcpNoDelay(true);
            DataInputStream in = greet(socket);
            OutputStream out = new BufferedOutputStream(socket.getOutputStream());
            out.write(hello());
            out.write(Reports.coverage());
            out.flush();
            ProxyState.alive();
            daemon(new ControlReader(in, session, this), "jvmtap-control-in").start();
            // After HELLO, so that a program that ends at once need not wait for it.
            if (!ending && session.connectHook()) {
                ConnectBridge.warm();
            }
            talk(out);
        } catch (IOException | InterruptedException | RuntimeException | LinkageError gone) {
            // Expected when the proxy ends; its absence is told by the next connect.
        }
        ProxyState.dead();
        goodbye.countDown();
        watchOver();
    }

    private DataInputStream greet(Socket socket) throws IOException {
        socket.getOutputStream().write(Preface.control(session, socket.getLocalPort()));
        socket.setSoTimeout(ACK_MILLIS);
        DataInputStream in = new DataInputStream(socket.getInputStream());
        byte[] ack = new byte[24];
        in.readFully(ack);
        if (!Preface.accepts(session, ack)) {
            throw new IOException("not the proxy");
        }
        socket.setSoTimeout(0);
        return in;
    }

    private void talk(OutputStream out) throws IOException, InterruptedException {
        while (ProxyState.state() != ProxyState.State.DEAD) {
            byte[] frame = Reports.next(ending ? 0 : untilPing());
            while (frame != null) {
                out.write(frame);
                frame = Reports.next(0);
            }
            if (ending) {
                out.write(Reports.coverage());
                out.write(new Fields(BYE).frame());
                out.flush();
                return;
            }
            ping(out);
            out.flush();
        }
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
            ProxyState.hung();
        }
        PendingConnections.sweep();
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
        ProxyState.alive();
    }

    /** In a shutdown hook: coverage, the last frames, BYE. */
    private void end() {
        ending = true;
        // Wakes the control thread; an empty frame would be one too many on the wire.
        Reports.send(new byte[0]);
        try {
            goodbye.await(GOODBYE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    /** The proxy is gone: connections that still wait for it in a selector are taken to their real hosts. */
    private void watchOver() {
        while (!ending) {
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
