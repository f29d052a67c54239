package io.jvmtap.hook.boot;

import java.util.Arrays;

/** HMAC-SHA-256 (RFC 2104). */
public final class Proof {
    private Proof() {}

    /** Of the concatenated parts; the key is at most 64 bytes long. */
    public static byte[] of(byte[] key, byte[]... parts) {
        Sha256 inner = new Sha256().update(pad(key, 0x36));
        for (byte[] part : parts) {
            inner.update(part);
        }
        return new Sha256().update(pad(key, 0x5C)).update(inner.digest()).digest();
    }

    private static byte[] pad(byte[] key, int with) {
        byte[] block = Arrays.copyOf(key, Sha256.BLOCK);
        for (int i = 0; i < Sha256.BLOCK; i++) {
            block[i] ^= (byte) with;
        }
        return block;
    }
}
