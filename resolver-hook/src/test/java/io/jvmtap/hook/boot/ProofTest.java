package io.jvmtap.hook.boot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class ProofTest {
    @Test
    void itsDigestIsThatOfTheJdkAtEveryLength() throws Exception {
        for (int length = 0; length < 200; length++) {
            byte[] message = new byte[length];
            Arrays.fill(message, (byte) length);
            byte[] expected = MessageDigest.getInstance("SHA-256").digest(message);
            assertArrayEquals(expected, new Sha256().update(message).digest(), "length " + length);
        }
    }

    @Test
    void itIsTheHmacOfTheJdk() throws Exception {
        byte[] message = "what do ya want for nothing?".getBytes(StandardCharsets.US_ASCII);
        for (int length : new int[] {1, 4, 32, 64}) {
            byte[] key = new byte[length];
            key[length - 1] = 7;
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            assertArrayEquals(mac.doFinal(message), Proof.of(key, message));
        }
    }
}
