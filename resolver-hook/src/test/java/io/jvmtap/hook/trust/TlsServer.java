package io.jvmtap.hook.trust;

import io.jvmtap.hook.trust.TestPki.Identity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** Presents any chain, linked or not, and answers each connection's request with one HTTP response. */
public final class TlsServer implements AutoCloseable {

    private static final byte[] RESPONSE =
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok".getBytes();

    private final SSLServerSocket server;

    /** Starts on a free port of the loopback interface. */
    public TlsServer(Identity leaf, X509Certificate... rest) throws Exception {
        X509Certificate[] chain = new X509Certificate[rest.length + 1];
        chain[0] = leaf.certificate();
        System.arraycopy(rest, 0, chain, 1, rest.length);
        // One context, so that sessions resume.
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(new KeyManager[] {new Chain(chain, leaf.key())}, null, null);
        server = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getByName("localhost"));
        daemon(this::accept);
    }

    public int port() {
        return server.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private void accept() {
        try {
            while (true) {
                SSLSocket socket = (SSLSocket) server.accept();
                daemon(() -> answer(socket));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private static void answer(SSLSocket socket) {
        try (socket) {
            int newlines = 0;
            while (newlines < 2) {
                int c = socket.getInputStream().read();
                if (c < 0) {
                    return;
                }
                newlines = c == '\n' ? newlines + 1 : c == '\r' ? newlines : 0;
            }
            socket.getOutputStream().write(RESPONSE);
        } catch (IOException e) {
            // the client refused us, which is what many tests are about; it tells
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "tls-server");
        thread.setDaemon(true);
        thread.start();
    }

    /** One key with its chain; key stores insist on chains that are linked. */
    private static final class Chain extends X509ExtendedKeyManager {
        private final X509Certificate[] chain;
        private final PrivateKey key;

        Chain(X509Certificate[] chain, PrivateKey key) {
            this.chain = chain;
            this.key = key;
        }

        private @Nullable String alias(String keyType) {
            return keyType.startsWith(key.getAlgorithm()) ? "only" : null;
        }

        @Override
        public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, Socket socket) {
            return alias(keyType);
        }

        @Override
        public @Nullable String chooseEngineServerAlias(
                String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
            return alias(keyType);
        }

        @Override
        public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
            return new String[] {"only"};
        }

        @Override
        public String[] getClientAliases(String keyType, Principal @Nullable [] issuers) {
            return new String[0];
        }

        @Override
        public @Nullable String chooseClientAlias(String[] keyTypes, Principal @Nullable [] issuers, Socket socket) {
            return null;
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return chain.clone();
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return key;
        }
    }
}
