package io.jvmtap.clients.programs;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.security.KeyStore;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** For clients that do not read {@code javax.net.ssl.trustStore} by themselves. */
final class Stores {
    private Stores() {}

    static KeyStore trust() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(Paths.get(System.getProperty("javax.net.ssl.trustStore")))) {
            store.load(
                    in, System.getProperty("javax.net.ssl.trustStorePassword").toCharArray());
        }
        return store;
    }

    static TrustManager[] trustManagers(String provider) throws Exception {
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX", provider);
        factory.init(trust());
        return factory.getTrustManagers();
    }
}
