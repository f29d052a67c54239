package io.jvmtap.clients;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import javax.net.ssl.SSLContext;

/** A server on loopback that reads what comes first over TLS and closes. One thread a connection. */
final class MuteServer implements AutoCloseable {
    /** More than any client opens at once. */
    private static final int BACKLOG = 50;

    private final ServerSocket listener;

    MuteServer(SSLContext tls) throws IOException {
        listener = tls.getServerSocketFactory().createServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        start(this::accept, "accept");
    }

    int port() {
        return listener.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    private void accept() throws IOException {
        while (!listener.isClosed()) {
            Socket socket = listener.accept();
            start(() -> serve(socket), "connection");
        }
    }

    private static void serve(Socket socket) throws IOException {
        try (socket) {
            socket.getInputStream().read();
        }
    }

    private static void start(Serving work, String name) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException expected) {
                        // The client went away or refused the certificate, or the test is over: the client tells.
                    }
                },
                "mute-server-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    private interface Serving {
        void run() throws IOException;
    }
}
