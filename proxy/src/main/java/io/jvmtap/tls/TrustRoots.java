package io.jvmtap.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Certificates to trust, from the places where this machine and its user keep them. Blocking; no state. */
public final class TrustRoots {
    /** Where Linux distributions, Alpine and the BSDs have all roots in one file; as Go's crypto/x509 looks for them. */
    private static final List<Path> BUNDLES = List.of(
            Path.of("/etc/ssl/certs/ca-certificates.crt"),
            Path.of("/etc/pki/tls/certs/ca-bundle.crt"),
            Path.of("/etc/ssl/ca-bundle.pem"),
            Path.of("/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem"),
            Path.of("/etc/ssl/cert.pem"));

    private static final char[][] PASSWORDS = {null, "changeit".toCharArray(), new char[0]};

    private TrustRoots() {}

    /** Those of the running JDK and of the system; what cannot be read adds nothing. */
    public static List<X509Certificate> ofThisMachine() {
        List<X509Certificate> roots = new ArrayList<>();
        addIfReadable(roots, Path.of(System.getProperty("java.home"), "lib", "security", "cacerts"));
        BUNDLES.stream().filter(Files::isReadable).findFirst().ifPresent(bundle -> addIfReadable(roots, bundle));
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        if (system.startsWith("windows")) {
            addStore(roots, "Windows-ROOT");
        } else if (system.startsWith("mac")) {
            addStore(roots, "KeychainStore-ROOT");
            addStore(roots, "KeychainStore");
        }
        return roots;
    }

    /**
     * @param file PEM or DER certificates, or a key store (PKCS#12, JKS) without a password or with the usual one
     * @throws IOException if it cannot be read, or holds no certificate
     */
    public static List<X509Certificate> of(Path file) throws IOException {
        byte[] content = Files.readAllBytes(file);
        List<X509Certificate> found = new ArrayList<>();
        boolean pem = new String(content, StandardCharsets.ISO_8859_1).contains("-----BEGIN ");
        if (pem || !fromStore(content, found)) {
            try {
                for (Certificate one : CertificateFactory.getInstance("X.509")
                        .generateCertificates(new ByteArrayInputStream(content))) {
                    found.add((X509Certificate) one);
                }
            } catch (CertificateException e) {
                throw new IOException("it holds neither certificates nor a key store that opens without a password", e);
            }
        }
        if (found.isEmpty()) {
            throw new IOException("it holds no certificate");
        }
        return found;
    }

    private static void addIfReadable(Collection<X509Certificate> roots, Path file) {
        try {
            roots.addAll(of(file));
        } catch (IOException e) {
            // Absent or for others only: then these roots are not known here.
            return;
        }
    }

    private static boolean fromStore(byte[] content, List<X509Certificate> found) {
        for (char[] password : PASSWORDS) {
            // The JDK's PKCS12 and JKS both read either format.
            try {
                KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
                store.load(new ByteArrayInputStream(content), password);
                List<X509Certificate> certificates = certificates(store);
                if (!certificates.isEmpty()) {
                    found.addAll(certificates);
                    return true;
                }
            } catch (IOException | GeneralSecurityException e) {
                // Another password, or no key store at all.
                continue;
            }
        }
        return false;
    }

    private static void addStore(Collection<X509Certificate> roots, String type) {
        try {
            KeyStore store = KeyStore.getInstance(type);
            store.load(null, null);
            roots.addAll(certificates(store));
        } catch (IOException | GeneralSecurityException e) {
            // This JDK has no such store.
            return;
        }
    }

    private static List<X509Certificate> certificates(KeyStore store) throws GeneralSecurityException {
        List<X509Certificate> certificates = new ArrayList<>();
        for (String alias : Collections.list(store.aliases())) {
            if (store.getCertificate(alias) instanceof X509Certificate certificate) {
                certificates.add(certificate);
            }
        }
        return certificates;
    }
}
