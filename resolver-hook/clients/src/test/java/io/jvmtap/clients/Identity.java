package io.jvmtap.clients;

import io.jvmtap.differential.TestCertificates;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.interfaces.ECPrivateKey;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/** The key and chain that one server shows, in the forms that servers want. */
record Identity(KeyStore store, Certificate root) {
    private static final char[] PASSWORD = TestCertificates.STORE_PASSWORD.toCharArray();
    private static final String ALIAS = "server";

    SSLContext tls() throws GeneralSecurityException {
        return TestCertificates.server(store);
    }

    /** A PKCS#12 file with {@link TestCertificates#STORE_PASSWORD}. */
    Path pkcs12(Path directory) throws GeneralSecurityException, IOException {
        Path file = directory.resolve("server.p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD);
        }
        return file;
    }

    /** The key as PKCS#8, with its public half, which the JDK leaves out and GnuTLS wants. */
    Path key(Path directory) throws GeneralSecurityException, IOException {
        ECPrivateKey key = (ECPrivateKey) store.getKey(ALIAS, PASSWORD);
        SubjectPublicKeyInfo open = SubjectPublicKeyInfo.getInstance(
                store.getCertificate(ALIAS).getPublicKey().getEncoded());
        PrivateKeyInfo whole = new PrivateKeyInfo(
                open.getAlgorithm(),
                new org.bouncycastle.asn1.sec.ECPrivateKey(
                        key.getParams().getOrder().bitLength(), key.getS(), open.getPublicKeyData(), null));
        return Files.writeString(directory.resolve("key.pem"), pem("PRIVATE KEY", whole.getEncoded()));
    }

    /** The leaf, then the intermediate authority. */
    Path chain(Path directory) throws GeneralSecurityException, IOException {
        StringBuilder text = new StringBuilder();
        for (Certificate certificate : store.getCertificateChain(ALIAS)) {
            text.append(pem("CERTIFICATE", certificate.getEncoded()));
        }
        return Files.writeString(directory.resolve("chain.pem"), text);
    }

    /** The authority that some servers want to know before they serve. */
    Path authority(Path directory) throws GeneralSecurityException, IOException {
        return authority(root, directory);
    }

    /** The same for clients. */
    static Path authority(Certificate root, Path directory) throws GeneralSecurityException, IOException {
        return Files.writeString(directory.resolve("root.pem"), pem("CERTIFICATE", root.getEncoded()));
    }

    private static String pem(String kind, byte[] der) {
        return "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {10}).encodeToString(der) + "\n-----END " + kind + "-----\n";
    }
}
