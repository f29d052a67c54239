package io.jvmtap.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/** A real server on a free loopback port; each connection is served by a thread of its own. */
final class LoopbackServer implements AutoCloseable {
    /** Serves one connection; the socket is closed afterwards. */
    interface Service {
        void serve(Socket socket) throws Exception;
    }

    private final ServerSocket listener;
    private final BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();

    static LoopbackServer plain(Service service) throws IOException {
        return new LoopbackServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), service);
    }

    static LoopbackServer tls(SSLContext context, Service service) throws IOException {
        return new LoopbackServer(
                context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress()), service);
    }

    private LoopbackServer(ServerSocket listener, Service service) {
        this.listener = listener;
        Thread acceptor = new Thread(() -> accept(service), "loopback-server");
        acceptor.setDaemon(true);
        acceptor.start();
    }

    private void accept(Service service) {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                Thread server = new Thread(() -> serve(service, socket), "loopback-connection");
                server.setDaemon(true);
                server.start();
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void serve(Service service, Socket socket) {
        try (socket) {
            service.serve(socket);
        } catch (Exception e) {
            failures.add(e);
        }
    }

    /** What a service threw, once one has. */
    Throwable failure() throws InterruptedException {
        Throwable failure = failures.poll(10, TimeUnit.SECONDS);
        if (failure == null) {
            throw new AssertionError("no service failed");
        }
        return failure;
    }

    int port() {
        return listener.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
