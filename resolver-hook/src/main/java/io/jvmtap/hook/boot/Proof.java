package io.jvmtap.hook.boot;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * HMAC-SHA-256 (RFC 2104) by two digests: {@code javax.crypto.Mac} would load the whole crypto framework into programs
 * that do not use it.
 */
public final class Proof {
    private static final int BLOCK = 64;

    private Proof() {}

    /** Of the concatenated parts; the key is at most 64 bytes long. */
    public static byte[] of(byte[] key, byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(pad(key, 0x36));
            for (byte[] part : parts) {
                digest.update(part);
            }
            byte[] inner = digest.digest();
            digest.update(pad(key, 0x5C));
            return digest.digest(inner);
        } catch (GeneralSecurityException neverOnAnyJdk) {
            throw new IllegalStateException(neverOnAnyJdk);
        }
    }

    private static byte[] pad(byte[] key, int with) {
        byte[] block = Arrays.copyOf(key, BLOCK);
        for (int i = 0; i < BLOCK; i++) {
            block[i] ^= (byte) with;
        }
        return block;
    }
}
