package io.jvmtap.differential;

import io.jvmtap.entry.FakeAgent;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** A port on loopback whose connections go to one server through the tap: for programs that are no JVMs. */
final class AgentBridge implements AutoCloseable {
    private static final int BACKLOG = 50;

    private final FakeAgent agent;
    private final int server;
    private final ServerSocket listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    private final List<Socket> sockets = new ArrayList<>();

    AgentBridge(FakeAgent agent, int server) throws IOException {
        this.agent = agent;
        this.server = server;
        run(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    @Override
    public synchronized void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private void accept() throws IOException {
        while (!listener.isClosed()) {
            Socket program = listener.accept();
            Socket tap = agent.redirect(TestCertificates.NAME, InetAddress.getLoopbackAddress(), server);
            synchronized (this) {
                sockets.add(program);
                sockets.add(tap);
            }
            FakeAgent.expectAck(tap);
            if (tap.getInputStream().read() != 0) {
                throw new IOException("the tap did not connect");
            }
            program.setTcpNoDelay(true);
            tap.setTcpNoDelay(true);
            run(() -> pipe(program, tap));
            run(() -> pipe(tap, program));
        }
    }

    private static void pipe(Socket from, Socket to) throws IOException {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        byte[] buffer = new byte[16_384];
        try {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                out.write(buffer, 0, count);
            }
        } finally {
            to.shutdownOutput();
        }
    }

    private static void run(Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException expected) {
                        // One side went away, or the test is over: the program tells.
                    }
                },
                "bridge");
        thread.setDaemon(true);
        thread.start();
    }

    private interface Work {
        void run() throws IOException;
    }
}
