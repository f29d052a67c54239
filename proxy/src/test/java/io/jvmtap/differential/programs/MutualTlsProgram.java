package io.jvmtap.differential.programs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** Connects with client certificates: host, port, then for each connection a TLS version and a PKCS#12 file or "none". */
public final class MutualTlsProgram {
    private MutualTlsProgram() {}

    public static void main(String[] args) throws Exception {
        for (int i = 2; i < args.length; i += 2) {
            Seen.say("case " + args[i] + " " + Path.of(args[i + 1]).getFileName());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys(args[i + 1]), null, null);
            // Twice: the second could be resumed.
            for (int round = 0; round < 2; round++) {
                try (SSLSocket socket =
                        (SSLSocket) context.getSocketFactory().createSocket(args[0], Integer.parseInt(args[1]))) {
                    socket.setEnabledProtocols(new String[] {args[i]});
                    run(socket);
                } catch (IOException e) {
                    Seen.failure(e);
                }
            }
        }
    }

    private static void run(SSLSocket socket) throws IOException {
        socket.startHandshake();
        Seen.say("  shaken hands: " + socket.getSession().getProtocol() + " "
                + socket.getSession().getCipherSuite() + " "
                + socket.getSession().getLocalPrincipal());
        socket.getOutputStream().write("hello\n".getBytes(StandardCharsets.US_ASCII));
        Seen.lines(socket.getInputStream());
    }

    private static KeyManager[] keys(String file) throws IOException, GeneralSecurityException {
        if (file.equals("none")) {
            return new KeyManager[0];
        }
        char[] password = "changeit".toCharArray();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            store.load(in, password);
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, password);
        return factory.getKeyManagers();
    }
}
