package io.jvmtap.differential;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** Ends TLS in front of a server on loopback that speaks in the clear, and keeps every byte that clients sent. */
final class TlsFront implements AutoCloseable {
    private static final int BACKLOG = 50;

    private final SSLServerSocket listener;
    private final int behind;
    private final List<ByteArrayOutputStream> received = new ArrayList<>();
    private final List<Socket> sockets = new ArrayList<>();

    /** @param behind port of the server */
    TlsFront(SSLContext context, int behind, String... alpn) throws IOException {
        this.behind = behind;
        listener = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        SSLParameters parameters = listener.getSSLParameters();
        parameters.setApplicationProtocols(alpn);
        listener.setSSLParameters(parameters);
        run(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** What each connection has sent so far, in the order in which they were accepted. */
    synchronized List<byte[]> received() {
        return received.stream().map(ByteArrayOutputStream::toByteArray).toList();
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
            SSLSocket client = (SSLSocket) listener.accept();
            Socket server = new Socket(InetAddress.getLoopbackAddress(), behind);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            synchronized (this) {
                sockets.add(client);
                sockets.add(server);
                received.add(bytes);
            }
            run(() -> pipe(client, server, bytes));
            run(() -> pipe(server, client, new ByteArrayOutputStream()));
        }
    }

    private void pipe(Socket from, Socket to, ByteArrayOutputStream kept) throws IOException {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        byte[] buffer = new byte[16_384];
        try {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                synchronized (this) {
                    kept.write(buffer, 0, count);
                }
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
                        // One side went away, or the test is over: the client tells.
                    }
                },
                "tls-front");
        thread.setDaemon(true);
        thread.start();
    }

    private interface Work {
        void run() throws IOException;
    }
}
