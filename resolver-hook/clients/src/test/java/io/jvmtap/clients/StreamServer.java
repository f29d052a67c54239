package io.jvmtap.clients;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A server on loopback that starts TLS, at once or after a prologue, and answers each read with what a function says; one thread a connection. */
final class StreamServer implements AutoCloseable {
    /** More than any client opens at once. */
    private static final int BACKLOG = 50;

    /** No first request of any client here is larger; what is cut off would be answered as a request of its own. */
    private static final int MAX_READ = 65_536;

    private final SSLContext tls;
    private final ServerSocket listener;
    private final Prologue prologue;
    private final UnaryOperator<byte[]> answers;
    private final List<Socket> sockets = new ArrayList<>();

    /**
     * @param prologue what is said before TLS
     * @param answers to the bytes of one read; no bytes end the connection
     */
    StreamServer(SSLContext tls, Prologue prologue, UnaryOperator<byte[]> answers) throws IOException {
        this.tls = tls;
        this.prologue = prologue;
        this.answers = answers;
        listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        start(this::accept, "accept");
    }

    int port() {
        return listener.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        synchronized (sockets) {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    private void accept() throws IOException {
        while (!listener.isClosed()) {
            Socket socket = listener.accept();
            synchronized (sockets) {
                sockets.add(socket);
            }
            start(() -> serve(socket), "connection");
        }
    }

    private void serve(Socket plain) throws IOException {
        prologue.speak(plain);
        try (SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(plain, null, plain.getPort(), true)) {
            socket.setUseClientMode(false);
            byte[] buffer = new byte[MAX_READ];
            for (int count = read(socket, buffer); count > 0; count = read(socket, buffer)) {
                byte[] answer = answers.apply(Arrays.copyOf(buffer, count));
                if (answer.length == 0) {
                    return;
                }
                socket.getOutputStream().write(answer);
                socket.getOutputStream().flush();
            }
        }
    }

    private static int read(Socket socket, byte[] buffer) throws IOException {
        return socket.getInputStream().read(buffer);
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
                "stream-server-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    private interface Serving {
        void run() throws IOException;
    }
}
