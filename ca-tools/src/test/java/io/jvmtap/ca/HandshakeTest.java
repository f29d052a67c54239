package io.jvmtap.ca;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The JDK's TLS on both sides, with a client that trusts the CA and has no agent. */
class HandshakeTest {
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    Path temporary;

    @Test
    void aMirroredLeafOfEachKindOfKeyServes() throws Exception {
        CertificateAuthority authority = CertificateAuthority.create(temporary.resolve("ca"));
        LeafMint mint = new LeafMint(authority, Runnable::run);
        Map<String, X509Certificate> kinds = new TreeMap<>();
        RealLeaf leaf = RealLeaf.usual();
        for (String curve : List.of("secp256r1", "secp384r1", "secp521r1")) {
            kinds.put(curve, leaf.ofKind("EC", new ECGenParameterSpec(curve)));
        }
        AlgorithmParameterSpec rsa = new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F4);
        kinds.put("RSA", leaf.ofKind("RSA", rsa));
        kinds.put("RSASSA-PSS", leaf.ofKind("RSASSA-PSS", rsa));
        kinds.put("Ed25519", leaf.ofKind("Ed25519", null));
        kinds.put("Ed448", leaf.ofKind("Ed448", null));
        kinds.put("DSA", leaf.ofKind("DSA", null));

        for (Map.Entry<String, X509Certificate> kind : kinds.entrySet()) {
            MintedLeaf minted = mint.mirror(List.of(kind.getValue())).get();
            for (String protocol : List.of("TLSv1.2", "TLSv1.3")) {
                assertEquals(
                        minted.certificate(),
                        handshake(authority, minted, protocol, null),
                        kind.getKey() + " with " + protocol);
            }
        }
    }

    @Test
    void aLeafForANameOrAddressPassesTheHostCheck() throws Exception {
        CertificateAuthority authority = CertificateAuthority.create(temporary.resolve("ca"));
        LeafMint mint = new LeafMint(authority, Runnable::run);
        for (String host : List.of("shop.example", "127.0.0.1", "::1")) {
            MintedLeaf minted = mint.forName(host).get();
            assertEquals(minted.certificate(), handshake(authority, minted, "TLSv1.3", host));
        }
    }

    /** @return what the client saw as the server's certificate */
    private static Certificate handshake(
            CertificateAuthority authority, MintedLeaf leaf, String protocol, @Nullable String checkedHost)
            throws Exception {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (SSLServerSocket listener =
                (SSLServerSocket) server(leaf).getServerSocketFactory().createServerSocket(0, 1, loopback)) {
            CompletableFuture<Void> served = CompletableFuture.runAsync(() -> serve(listener));
            try (Socket plain = new Socket(loopback, listener.getLocalPort());
                    SSLSocket socket = (SSLSocket) client(authority)
                            .getSocketFactory()
                            .createSocket(
                                    plain,
                                    checkedHost == null ? "ignored.example" : checkedHost,
                                    listener.getLocalPort(),
                                    true)) {
                SSLParameters parameters = socket.getSSLParameters();
                parameters.setProtocols(new String[] {protocol});
                if (checkedHost != null) {
                    parameters.setEndpointIdentificationAlgorithm("HTTPS");
                }
                socket.setSSLParameters(parameters);
                assertEquals(42, socket.getInputStream().read());
                served.get();
                return socket.getSession().getPeerCertificates()[0];
            }
        }
    }

    private static void serve(SSLServerSocket listener) {
        try (SSLSocket socket = (SSLSocket) listener.accept()) {
            socket.getOutputStream().write(42);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static SSLContext server(MintedLeaf leaf) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        keys.setKeyEntry("leaf", leaf.key(), PASSWORD, new Certificate[] {leaf.certificate()});
        KeyManagerFactory factory = KeyManagerFactory.getInstance("SunX509");
        factory.init(keys, PASSWORD);
        return context(factory.getKeyManagers(), null);
    }

    private static SSLContext client(CertificateAuthority authority) throws Exception {
        KeyStore roots = KeyStore.getInstance("PKCS12");
        roots.load(null, null);
        roots.setCertificateEntry("ca", authority.certificate());
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(roots);
        return context(null, factory.getTrustManagers());
    }

    private static SSLContext context(KeyManager @Nullable [] keys, TrustManager @Nullable [] trust) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, trust, null);
        return context;
    }
}
