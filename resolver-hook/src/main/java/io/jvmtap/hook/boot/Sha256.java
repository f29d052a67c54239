package io.jvmtap.hook.boot;

import java.nio.ByteBuffer;

/**
 * SHA-256 (FIPS 180-4, section 6.2). Our own, because {@code MessageDigest} would set up the security providers while the
 * program starts: that took 120 ms, and a program that configures them first would come too late. Used for proofs of
 * some hundred bytes. One use, one thread.
 */
final class Sha256 {
    static final int BLOCK = 64;

    /** First 32 bits of the fractional parts of the cube roots of the first 64 primes (4.2.2). */
    private static final int[] K = {
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
        0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
        0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
        0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
        0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
        0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
        0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
        0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
    };

    /** Of the square roots of the first 8 primes (5.3.3). */
    private final int[] hash = {
        0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
    };

    private final int[] schedule = new int[64];
    private final byte[] block = new byte[BLOCK];
    private int filled;
    private long length;

    Sha256 update(byte[] bytes) {
        length += bytes.length;
        for (byte b : bytes) {
            add(b);
        }
        return this;
    }

    byte[] digest() {
        long bits = length * 8;
        add((byte) 0x80);
        while (filled != BLOCK - 8) {
            add((byte) 0);
        }
        for (int shift = 56; shift >= 0; shift -= 8) {
            add((byte) (bits >>> shift));
        }
        ByteBuffer out = ByteBuffer.allocate(32);
        for (int word : hash) {
            out.putInt(word);
        }
        return out.array();
    }

    private void add(byte b) {
        block[filled++] = b;
        if (filled == BLOCK) {
            compress();
            filled = 0;
        }
    }

    private void compress() {
        int[] w = schedule;
        ByteBuffer.wrap(block).asIntBuffer().get(w, 0, 16);
        for (int t = 16; t < 64; t++) {
            int s0 = Integer.rotateRight(w[t - 15], 7) ^ Integer.rotateRight(w[t - 15], 18) ^ w[t - 15] >>> 3;
            int s1 = Integer.rotateRight(w[t - 2], 17) ^ Integer.rotateRight(w[t - 2], 19) ^ w[t - 2] >>> 10;
            w[t] = w[t - 16] + s0 + w[t - 7] + s1;
        }
        int[] v = hash.clone();
        for (int t = 0; t < 64; t++) {
            int e = v[4];
            int a = v[0];
            int sum1 = Integer.rotateRight(e, 6) ^ Integer.rotateRight(e, 11) ^ Integer.rotateRight(e, 25);
            int choice = e & v[5] ^ ~e & v[6];
            int t1 = v[7] + sum1 + choice + K[t] + w[t];
            int sum0 = Integer.rotateRight(a, 2) ^ Integer.rotateRight(a, 13) ^ Integer.rotateRight(a, 22);
            int majority = a & v[1] ^ a & v[2] ^ v[1] & v[2];
            System.arraycopy(v, 0, v, 1, 7);
            v[4] += t1;
            v[0] = t1 + sum0 + majority;
        }
        for (int i = 0; i < 8; i++) {
            hash[i] += v[i];
        }
    }
}
