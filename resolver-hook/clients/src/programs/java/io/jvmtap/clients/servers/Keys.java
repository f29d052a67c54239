package io.jvmtap.clients.servers;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** What each of the servers is given first: port, key store, password. */
record Keys(int port, Path file, String password) {
    static final String LOOPBACK = "127.0.0.1";

    static Keys of(String[] args) {
        return new Keys(Integer.parseInt(args[0]), Path.of(args[1]), args[2]);
    }

    KeyStore store() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, password.toCharArray());
        }
        return store;
    }

    KeyManagerFactory managers() throws Exception {
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store(), password.toCharArray());
        return managers;
    }

    SSLContext tls() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers().getKeyManagers(), null, null);
        return context;
    }

    PrivateKey key() throws Exception {
        return (PrivateKey) store().getKey("server", password.toCharArray());
    }

    X509Certificate[] chain() throws Exception {
        return Stream.of(store().getCertificateChain("server")).toArray(X509Certificate[]::new);
    }
}
