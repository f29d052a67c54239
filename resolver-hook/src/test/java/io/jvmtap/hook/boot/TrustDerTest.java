package io.jvmtap.hook.boot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.security.cert.CertificateException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrustDerTest {

    @Test
    void octetStringsOfEveryFormOfLengthAreRead() throws Exception {
        assertArrayEquals(hex(""), TrustDer.octets(hex("04 00")));
        assertArrayEquals(hex("01 02"), TrustDer.octets(hex("04 02 01 02")));
        for (int length : new int[] {0x80, 0xFFFF, 0x10000}) {
            byte[] der = new byte[5 + length];
            der[0] = 0x04;
            der[1] = (byte) 0x83;
            der[2] = (byte) (length >> 16);
            der[3] = (byte) (length >> 8);
            der[4] = (byte) length;

            assertEquals(length, TrustDer.octets(der).length);
        }
    }

    @Test
    void sequencesOfOctetStringsAreRead() throws Exception {
        assertEquals(0, TrustDer.sequenceOfOctets(hex("30 00")).size());
        List<byte[]> two = TrustDer.sequenceOfOctets(hex("30 05 04 01 AA 04 00"));

        assertArrayEquals(hex("AA"), two.get(0));
        assertArrayEquals(hex(""), two.get(1));
    }

    @Test
    void junkIsRefused() {
        for (String junk : List.of(
                "", // nothing
                "04", // no length
                "04 01", // no content
                "04 00 00", // something after it
                "05 00", // another type
                "04 80 00 00", // indefinite length
                "04 84 00 00 00 00", // length in too many octets
                "04 83 FF FF FF", // longer than what is there
                "04 82 01")) { // length cut short
            assertThrows(CertificateException.class, () -> TrustDer.octets(hex(junk)), junk);
        }
        for (String junk :
                List.of("30 01 04", "30 02 04 01", "30 03 04 02 AA BB", "30 02 05 00", "31 00", "30 00 00")) {
            assertThrows(CertificateException.class, () -> TrustDer.sequenceOfOctets(hex(junk)), junk);
        }
    }

    @Test
    void everyPrefixOfAGoodValueIsRefused() throws Exception {
        byte[] good = hex("30 08 04 01 AA 04 03 01 02 03");
        assertEquals(2, TrustDer.sequenceOfOctets(good).size());
        for (int length = 0; length < good.length; length++) {
            byte[] prefix = Arrays.copyOf(good, length);
            assertThrows(CertificateException.class, () -> TrustDer.sequenceOfOctets(prefix));
        }
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }
}
