package io.jvmtap.hook.boot;

import java.security.cert.CertificateException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * The two DER shapes (X.690) that the minted leaf's extensions use: an OCTET STRING and a SEQUENCE of them. Strict:
 * definite lengths, nothing left over. The input comes from the network, so every length is checked against what is
 * there before anything is allocated.
 */
final class TrustDer {

    private static final int OCTET_STRING = 0x04;
    private static final int SEQUENCE = 0x30;
    /** A TLS certificate entry has a 24-bit length (RFC 8446, 4.4.2), so no DER in it needs more length octets. */
    private static final int MAX_LENGTH_OCTETS = 3;

    private final byte[] der;
    private final int end;
    private int at;

    private TrustDer(byte[] der, int at, int end) {
        this.der = der;
        this.at = at;
        this.end = end;
    }

    /** The content of the one OCTET STRING that {@code der} is. */
    static byte[] octets(byte[] der) throws CertificateException {
        TrustDer whole = new TrustDer(der, 0, der.length);
        byte[] content = whole.value(OCTET_STRING).rest();
        whole.requireEnd();
        return content;
    }

    /** The contents of the OCTET STRINGs in the one SEQUENCE that {@code der} is, in order. */
    static List<byte[]> sequenceOfOctets(byte[] der) throws CertificateException {
        TrustDer whole = new TrustDer(der, 0, der.length);
        TrustDer elements = whole.value(SEQUENCE);
        whole.requireEnd();
        List<byte[]> contents = new ArrayList<byte[]>();
        while (elements.at < elements.end) {
            contents.add(elements.value(OCTET_STRING).rest());
        }
        return Collections.unmodifiableList(contents);
    }

    private TrustDer value(int tag) throws CertificateException {
        if (octet() != tag) {
            throw new CertificateException("another DER type than " + tag + " before offset " + at);
        }
        int length = octet();
        if (length >= 0x80) {
            int octets = length - 0x80;
            if (octets == 0 || octets > MAX_LENGTH_OCTETS) {
                throw new CertificateException("DER length in " + octets + " octets before offset " + at);
            }
            length = 0;
            for (int i = 0; i < octets; i++) {
                length = length << 8 | octet();
            }
        }
        if (length > end - at) {
            throw new CertificateException("DER value of " + length + " octets where " + (end - at) + " are left");
        }
        TrustDer value = new TrustDer(der, at, at + length);
        at += length;
        return value;
    }

    private int octet() throws CertificateException {
        if (at >= end) {
            throw new CertificateException("DER ends at offset " + at);
        }
        return der[at++] & 0xFF;
    }

    private byte[] rest() {
        return Arrays.copyOfRange(der, at, end);
    }

    private void requireEnd() throws CertificateException {
        if (at != end) {
            throw new CertificateException((end - at) + " octets after the DER value");
        }
    }
}
