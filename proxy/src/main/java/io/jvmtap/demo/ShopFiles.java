package io.jvmtap.demo;

import io.jvmtap.ca.CertificateAuthority;
import io.jvmtap.ca.LeafMint;
import io.jvmtap.ca.MintedLeaf;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Comparator;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** The shop's private CA, the trust store that a client of the shop needs, and the file that knows its name. */
final class ShopFiles implements AutoCloseable {
    /** Guards nothing: the files hold what everyone may know, and are gone after the demonstration. */
    static final String PASSWORD = "demonstration";

    private final Path directory;
    private final SSLContext serverContext;

    private ShopFiles(Path directory, SSLContext serverContext) {
        this.directory = directory;
        this.serverContext = serverContext;
    }

    static ShopFiles create(String host) throws IOException {
        Path directory = Files.createTempDirectory("jvmtap-demo-");
        try {
            CertificateAuthority authority = CertificateAuthority.create(directory.resolve("ca"));
            MintedLeaf leaf =
                    new LeafMint(authority, Runnable::run).forName(host).join();
            ShopFiles files = new ShopFiles(directory, serverContext(leaf, authority));
            files.writeTrustStore(authority);
            Files.writeString(files.hosts(), "127.0.0.1 " + host + "\n");
            return files;
        } catch (GeneralSecurityException e) {
            delete(directory);
            throw new IOException(e);
        }
    }

    SSLContext serverContext() {
        return serverContext;
    }

    Path trustStore() {
        return directory.resolve("trust.p12");
    }

    /** In the format of {@code jdk.net.hosts.file}. */
    Path hosts() {
        return directory.resolve("hosts");
    }

    @Override
    public void close() {
        delete(directory);
    }

    private void writeTrustStore(CertificateAuthority authority) throws GeneralSecurityException, IOException {
        KeyStore store = empty();
        store.setCertificateEntry("shop", authority.certificate());
        try (OutputStream out = Files.newOutputStream(trustStore())) {
            store.store(out, PASSWORD.toCharArray());
        }
    }

    private static SSLContext serverContext(MintedLeaf leaf, CertificateAuthority authority)
            throws GeneralSecurityException, IOException {
        KeyStore store = empty();
        Certificate[] chain = {leaf.certificate(), authority.certificate()};
        store.setKeyEntry("shop", leaf.key(), PASSWORD.toCharArray(), chain);
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            directory.toFile().deleteOnExit();
        }
    }
}
