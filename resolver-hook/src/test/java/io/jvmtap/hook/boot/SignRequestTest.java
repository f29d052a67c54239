package io.jvmtap.hook.boot;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SignRequestTest {
    @Test
    void whatATls13ClientSignsIsAHandshake() {
        byte[] signed = tls13(48);
        assertTrue(SignRequest.isHandshake(signed));
        assertTrue(SignRequest.isHandshake(tls13(32)));
        for (int length = 0; length < signed.length - 16; length++) {
            assertFalse(SignRequest.isHandshake(Arrays.copyOf(signed, length)), "cut at " + length);
        }
        signed[70] ^= 1;
        assertFalse(SignRequest.isHandshake(signed));
    }

    @Test
    void whatAnOlderClientSignsIsAllMessagesUpToItsKeyExchange() {
        byte[] signed = messages(1, 2, 11, 13, 14, 11, 16);
        assertTrue(SignRequest.isHandshake(signed));
        for (int length = 0; length < signed.length; length++) {
            assertFalse(SignRequest.isHandshake(Arrays.copyOf(signed, length)), "cut at " + length);
        }
        assertFalse(SignRequest.isHandshake(messages(2, 11, 13, 16)), "no ClientHello first");
        assertFalse(SignRequest.isHandshake(messages(1, 2, 11, 14, 16)), "nobody asked for a certificate");
        assertFalse(SignRequest.isHandshake(messages(1, 2, 11, 13, 14, 11, 16, 20)), "more behind it");
    }

    @Test
    void aDocumentIsNoHandshake() {
        assertFalse(SignRequest.isHandshake("I owe you 1000 EUR".getBytes(StandardCharsets.US_ASCII)));
        assertFalse(SignRequest.isHandshake(new byte[0]));
    }

    private static byte[] tls13(int hash) {
        String context = " ".repeat(64) + "TLS 1.3, client CertificateVerify\0" + "h".repeat(hash);
        return context.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] messages(int... types) {
        ByteBuffer out = ByteBuffer.allocate(14 * types.length);
        for (int type : types) {
            out.put((byte) type).put(new byte[] {0, 0, 10}).put(new byte[10]);
        }
        return out.array();
    }
}
