package io.jvmtap.ca;

import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Textual encoding of keys and certificates, RFC 7468. */
public final class Pem {
    /** RFC 7468 section 2: generators wrap after exactly 64 characters. */
    private static final int LINE = 64;

    private Pem() {}

    /** @return one block that ends with a line feed, on every system */
    public static String encode(String label, byte[] der) {
        String base64 = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(der);
        return begin(label) + "\n" + base64 + "\n" + end(label) + "\n";
    }

    public static String encode(X509Certificate certificate) {
        try {
            return encode("CERTIFICATE", certificate.getEncoded());
        } catch (CertificateEncodingException impossible) {
            throw new IllegalArgumentException("a certificate without encoding", impossible);
        }
    }

    /**
     * The DER of the first block with that label; text around it is skipped (RFC 7468 section 2).
     *
     * @return null if there is no such block, or what is between its marks is not base64
     */
    public static byte @Nullable [] decode(String label, String text) {
        int begin = text.indexOf(begin(label));
        int end = begin < 0 ? -1 : text.indexOf(end(label), begin);
        if (end < 0) {
            return null;
        }
        String base64 = text.substring(begin + begin(label).length(), end).replaceAll("[ \t\r\n]", "");
        try {
            return base64.isEmpty() ? null : Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
    }

    public static String begin(String label) {
        return "-----BEGIN " + label + "-----";
    }

    public static String end(String label) {
        return "-----END " + label + "-----";
    }
}
