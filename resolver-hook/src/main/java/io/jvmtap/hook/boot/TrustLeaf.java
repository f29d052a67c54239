package io.jvmtap.hook.boot;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a minted leaf of ours stands for: the real server's leaf and the OCSP staples it sent (WIRE.md, 6). Immutable. */
final class TrustLeaf {

    private static final String REAL_LEAF = "2.25.129857603981470236170547915386204772031.1";
    private static final String OCSP_STAPLES = "2.25.129857603981470236170547915386204772031.2";

    private final byte[] mintedSha256;
    private final X509Certificate real;
    private final List<byte[]> staples;

    private TrustLeaf(byte[] mintedSha256, X509Certificate real, List<byte[]> staples) {
        this.mintedSha256 = mintedSha256;
        this.real = real;
        this.staples = staples;
    }

    /**
     * Reads the real leaf out of a minted one, whose signature the caller has verified.
     *
     * @return null where the leaf carries no real one
     * @throws CertificateException when what it carries cannot be read
     */
    static @Nullable TrustLeaf read(X509Certificate minted, byte[] mintedSha256) throws CertificateException {
        byte[] leaf = minted.getExtensionValue(REAL_LEAF);
        if (leaf == null) {
            return null;
        }
        byte[] staples = minted.getExtensionValue(OCSP_STAPLES);
        return new TrustLeaf(
                mintedSha256,
                certificate(TrustDer.octets(leaf)),
                staples == null
                        ? Collections.<byte[]>emptyList()
                        : TrustDer.sequenceOfOctets(TrustDer.octets(staples)));
    }

    /**
     * Parses one certificate with the JVM's preferred factory, which is the one that the TLS stack would have used for
     * the real chain; nothing may follow it.
     */
    static X509Certificate certificate(byte[] der) throws CertificateException {
        ByteArrayInputStream in = new ByteArrayInputStream(der);
        X509Certificate parsed =
                (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        if (in.available() != 0) {
            throw new CertificateException(in.available() + " octets after the certificate");
        }
        return parsed;
    }

    /** SHA-256 of the minted leaf's DER. Not to be changed. */
    byte[] mintedSha256() {
        return mintedSha256;
    }

    X509Certificate real() {
        return real;
    }

    boolean stapled() {
        return !staples.isEmpty();
    }

    /** The DER OCSP responses, in the order sent; copies, as {@code ExtendedSSLSession} promises them. */
    List<byte[]> staples() {
        List<byte[]> copies = new ArrayList<byte[]>(staples.size());
        for (byte[] staple : staples) {
            copies.add(staple.clone());
        }
        return Collections.unmodifiableList(copies);
    }
}
