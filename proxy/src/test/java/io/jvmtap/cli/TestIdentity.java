package io.jvmtap.cli;

import io.jvmtap.ca.CertificateAuthority;
import io.jvmtap.ca.LeafMint;
import io.jvmtap.ca.MintedLeaf;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** A server's name with its key and certificate, issued by a private CA that nobody else knows. */
record TestIdentity(X509Certificate leaf, X509Certificate root, SSLContext server) {
    static TestIdentity of(String name, Path directory) throws Exception {
        CertificateAuthority authority = CertificateAuthority.create(directory);
        MintedLeaf leaf = new LeafMint(authority, Runnable::run).forName(name).get();
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        char[] password = "none".toCharArray();
        store.setKeyEntry(
                "server", leaf.key(), password, new Certificate[] {leaf.certificate(), authority.certificate()});
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return new TestIdentity(leaf.certificate(), authority.certificate(), context);
    }

    /** What a program without the agent would need to get through: it trusts whatever it is shown. */
    static SSLContext trustingEverything() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Trusting()}, null);
        return context;
    }

    private static final class Trusting implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
