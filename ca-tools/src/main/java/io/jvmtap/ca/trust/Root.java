package io.jvmtap.ca.trust;

import io.jvmtap.ca.Pem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.HexFormat;

/**
 * A CA certificate with the file it is in, for the tools that want a file.
 *
 * @param file PEM
 */
public record Root(X509Certificate certificate, Path file) {
    /** {@code jvmtap-} and the first 8 hex digits of the SHA-256: the CA of another day gets another name. */
    public String alias() {
        return "jvmtap-" + sha256().substring(0, 8);
    }

    /** 64 lower-case hex digits. */
    public String sha256() {
        return digest("SHA-256");
    }

    /** 40 lower-case hex digits: what the tools of macOS and Windows call a certificate by. */
    public String sha1() {
        return digest("SHA-1");
    }

    byte[] pem() {
        return Pem.encode(certificate).getBytes(StandardCharsets.US_ASCII);
    }

    private String digest(String algorithm) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(certificate.getEncoded()));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has " + algorithm, impossible);
        }
    }
}
