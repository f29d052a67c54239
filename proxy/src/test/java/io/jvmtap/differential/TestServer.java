package io.jvmtap.differential;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;

/**
 * An HTTP/1.1 server on loopback that says exactly the bytes of {@link Answers} and keeps exactly the bytes it was sent,
 * connection by connection. One thread a connection; safe for use by many threads.
 */
public final class TestServer implements AutoCloseable {
    /** Connections that wait to be accepted: more than any client program opens at once. */
    private static final int BACKLOG = 50;

    private final ServerSocket listener;
    private final Semaphore release = new Semaphore(0);
    private final Map<String, Answers.Answer> answers = Answers.byPath(release);
    private final List<Socket> sockets = new ArrayList<>();
    private final List<ServedConnection> connections = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    private TestServer(ServerSocketFactory factory) throws IOException {
        listener = factory.createServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        if (listener instanceof SSLServerSocket tls) {
            SSLParameters parameters = tls.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"http/1.1"});
            tls.setSSLParameters(parameters);
        }
        run("accept", this::accept);
    }

    public static TestServer tls(SSLContext context) throws IOException {
        return new TestServer(context.getServerSocketFactory());
    }

    public static TestServer plain() throws IOException {
        return new TestServer(ServerSocketFactory.getDefault());
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** Lets {@code /stream} send its next part. */
    public void release() {
        release.release();
    }

    /** What each connection has sent so far, after decryption, in the order in which they were accepted. */
    public synchronized List<byte[]> received() {
        return connections.stream().map(ServedConnection::received).toList();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        List<Thread> running;
        synchronized (this) {
            running = List.copyOf(threads);
            for (Socket socket : sockets) {
                socket.close();
            }
        }
        running.forEach(Thread::interrupt);
    }

    private void accept() throws IOException {
        while (!listener.isClosed()) {
            Socket socket = listener.accept();
            synchronized (this) {
                sockets.add(socket);
            }
            run("connection", () -> serve(socket));
        }
    }

    private void serve(Socket socket) throws IOException, InterruptedException {
        try (socket) {
            ServedConnection connection = new ServedConnection(socket);
            synchronized (this) {
                connections.add(connection);
            }
            boolean open = true;
            while (open && connection.nextRequest()) {
                Answers.Answer answer = answers.getOrDefault(connection.path(), Answers.NOT_FOUND);
                open = answer.to(connection) && !connection.isLast();
            }
        }
    }

    private void run(String name, Serving work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException | InterruptedException expected) {
                        // The client went away or refused the certificate, or the test is over: the client's side
                        // tells.
                    }
                },
                "test-server-" + name);
        thread.setDaemon(true);
        synchronized (this) {
            threads.add(thread);
        }
        thread.start();
    }

    private interface Serving {
        void run() throws IOException, InterruptedException;
    }
}
