package io.jvmtap.differential;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * What a company puts between its programs and the world: a proxy that speaks CONNECT (RFC 9110 section 9.3.6) and SOCKS 5
 * (RFC 1928). Every name leads to this machine, since that is where the test's server is.
 */
final class TunnelServer implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

    TunnelServer() throws IOException {
        start("tunnel", () -> {
            while (true) {
                Socket client = listener.accept();
                start("tunnel-connection", () -> serve(client));
            }
        });
    }

    int port() {
        return listener.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    private static void serve(Socket client) throws IOException {
        try (client) {
            DataInputStream in = new DataInputStream(client.getInputStream());
            OutputStream out = client.getOutputStream();
            int first = in.read();
            int port = first == 5 ? socks(in, out) : connect(first, in, out);
            try (Socket server = new Socket(InetAddress.getLoopbackAddress(), port)) {
                Thread back = start("tunnel-back", () -> pump(server, client));
                pump(client, server);
                back.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** @return the port asked for */
    private static int connect(int first, InputStream in, OutputStream out) throws IOException {
        StringBuilder head = new StringBuilder().append((char) first);
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.read());
        }
        out.write("HTTP/1.1 200 Connection established\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        String authority = head.toString().split(" ", 3)[1];
        return Integer.parseInt(authority.substring(authority.lastIndexOf(':') + 1));
    }

    /** @return the port asked for */
    private static int socks(DataInputStream in, OutputStream out) throws IOException {
        in.skipNBytes(in.read());
        out.write(new byte[] {5, 0});
        in.skipNBytes(3);
        int kind = in.read();
        in.skipNBytes(kind == 1 ? 4 : kind == 4 ? 16 : in.read());
        int port = in.readUnsignedShort();
        out.write(new byte[] {5, 0, 0, 1, 0, 0, 0, 0, 0, 0});
        return port;
    }

    private static void pump(Socket from, Socket to) throws IOException {
        from.getInputStream().transferTo(to.getOutputStream());
        to.shutdownOutput();
    }

    private interface Work {
        void run() throws IOException;
    }

    private static Thread start(String name, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException over) {
                        // Closed by the test, or by one of the two ends.
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
