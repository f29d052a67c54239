package io.jvmtap.hook.boot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.nio.charset.StandardCharsets;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class ProofTest {
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
