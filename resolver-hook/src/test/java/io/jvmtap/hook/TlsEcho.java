package io.jvmtap.hook;

import io.jvmtap.hook.trust.TestPki;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A TLS server with a certificate of its own making that answers each request like {@link Bench}'s server. */
final class TlsEcho implements Closeable {
    private final ServerSocket server;

    TlsEcho(String host) throws Exception {
        TestPki.Identity identity = TestPki.selfSigned(TestPki.Leaf.forHost(host));
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        keys.setKeyEntry("only", identity.key(), new char[0], new Certificate[] {identity.certificate()});
        KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
        factory.init(keys, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        server = context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        daemon(this::accept);
    }

    private TlsEcho(ServerSocket server) {
        this.server = server;
        daemon(this::accept);
    }

    /** The same server, in the clear. */
    static TlsEcho plain() throws IOException {
        return new TlsEcho(new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1")));
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                daemon(() -> answer(socket));
            }
        } catch (IOException closed) {
            // The end of the test.
        }
    }

    private static void answer(Socket socket) {
        try (socket) {
            InputStream in = socket.getInputStream();
            StringBuilder head = new StringBuilder();
            for (int c = in.read(); c >= 0; c = in.read()) {
                head.append((char) c);
                if (head.indexOf("\r\n\r\n") >= 0) {
                    socket.getOutputStream()
                            .write("HTTP/1.1 200 Fine\r\nContent-Length: 0\r\n\r\n"
                                    .getBytes(StandardCharsets.US_ASCII));
                    if (head.indexOf("Connection: close") >= 0) {
                        return;
                    }
                    head.setLength(0);
                }
            }
        } catch (IOException ended) {
            // Peers may end as they like.
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "tls-echo");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
