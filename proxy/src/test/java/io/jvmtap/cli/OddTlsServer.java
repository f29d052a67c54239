package io.jvmtap.cli;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;

/** A server on a port of its own that does one thing to each who connects, then ends the connection. */
final class OddTlsServer implements Closeable {
    /** What is done to a connection. */
    interface Act {
        void on(Socket socket) throws IOException;
    }

    private final ServerSocket socket;

    private OddTlsServer(ServerSocket socket, Act act) {
        this.socket = socket;
        Thread thread = new Thread(() -> serve(act), "odd-server");
        thread.setDaemon(true);
        thread.start();
    }

    /** JSSE's own server; answers one request, unless it is to drop it. */
    static OddTlsServer tls(SSLContext context, Consumer<SSLParameters> settings, boolean answers) throws IOException {
        SSLServerSocket socket = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 5, InetAddress.getLoopbackAddress());
        SSLParameters parameters = socket.getSSLParameters();
        settings.accept(parameters);
        socket.setSSLParameters(parameters);
        return new OddTlsServer(socket, client -> {
            if (client.getInputStream().read(new byte[4096]) > 0 && answers) {
                client.getOutputStream()
                        .write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi".getBytes(StandardCharsets.US_ASCII));
            }
        });
    }

    /** Reads once, and says this, which may be nothing. */
    static OddTlsServer raw(String answer) throws IOException {
        return raw(answer, hello -> {});
    }

    /** @param taker gets what was read */
    static OddTlsServer raw(String answer, Consumer<ByteBuffer> taker) throws IOException {
        return new OddTlsServer(new ServerSocket(0, 5, InetAddress.getLoopbackAddress()), client -> {
            byte[] hello = new byte[1 << 14];
            int length = client.getInputStream().read(hello);
            if (length > 0) {
                taker.accept(ByteBuffer.wrap(hello, 0, length));
                client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
            }
        });
    }

    /** Ends the connection after the record with the ServerHello. */
    static OddTlsServer helloOnly(SSLContext context) throws IOException {
        return new OddTlsServer(new ServerSocket(0, 5, InetAddress.getLoopbackAddress()), client -> {
            byte[] hello = new byte[1 << 14];
            int length = client.getInputStream().read(hello);
            if (length > 0) {
                client.getOutputStream().write(firstRecord(context.createSSLEngine(), hello, length));
            }
        });
    }

    private static byte[] firstRecord(SSLEngine engine, byte[] hello, int length) throws SSLException {
        engine.setUseClientMode(false);
        ByteBuffer plain = ByteBuffer.allocate(1 << 15);
        ByteBuffer record = ByteBuffer.allocate(1 << 15);
        engine.unwrap(ByteBuffer.wrap(hello, 0, length), plain);
        while (engine.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
            engine.getDelegatedTask().run();
        }
        engine.wrap(plain, record);
        byte[] bytes = new byte[record.flip().remaining()];
        record.get(bytes);
        return bytes;
    }

    int port() {
        return socket.getLocalPort();
    }

    private void serve(Act act) {
        while (!socket.isClosed()) {
            try (Socket client = socket.accept()) {
                act.on(client);
            } catch (IOException e) {
                // The test looks at what the tap saw.
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
