package io.jvmtap.entry;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secret that agent and proxy share for one session, and the proofs that are made with it (WIRE.md sections 1 and
 * 2). The token itself never travels. Safe for use by many threads.
 */
public final class SessionToken {
    public static final int LENGTH = 32;
    /** An ACK carries the first half of the HMAC: RFC 2104 section 5 allows no less. */
    static final int ACK_PROOF_LENGTH = 16;

    private static final byte[] PREFACE_CONTEXT = "jvmtap-preface-1".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SIGN_CONTEXT = "jvmtap-sign-1".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ACK_CONTEXT = "jvmtap-ack-1".getBytes(StandardCharsets.US_ASCII);

    private final SecretKeySpec key;

    private SessionToken(byte[] secret) {
        key = new SecretKeySpec(secret, "HmacSHA256");
    }

    public static SessionToken random() {
        byte[] secret = new byte[LENGTH];
        new SecureRandom().nextBytes(secret);
        return new SessionToken(secret);
    }

    public static SessionToken of(byte[] secret) {
        if (secret.length != LENGTH) {
            throw new IllegalArgumentException("a session token has " + LENGTH + " bytes, not " + secret.length);
        }
        return new SessionToken(secret);
    }

    /** As the session file holds it: 64 hex digits. */
    public String hex() {
        return HexFormat.of().formatHex(key.getEncoded());
    }

    boolean provesPreface(byte[] proof, int command, UniqueId id, int sourcePort, int destinationPort) {
        byte[] expected = hmac(ByteBuffer.allocate(PREFACE_CONTEXT.length + 1 + UniqueId.LENGTH + 4)
                .put(PREFACE_CONTEXT)
                .put((byte) command)
                .putLong(id.jvm())
                .putLong(id.count())
                .putShort((short) sourcePort)
                .putShort((short) destinationPort));
        return MessageDigest.isEqual(expected, proof);
    }

    byte[] ackProof(UniqueId id, int status) {
        byte[] whole = hmac(ByteBuffer.allocate(ACK_CONTEXT.length + UniqueId.LENGTH + 1)
                .put(ACK_CONTEXT)
                .putLong(id.jvm())
                .putLong(id.count())
                .put((byte) status));
        return Arrays.copyOf(whole, ACK_PROOF_LENGTH);
    }

    /** Binds a request to one connection, key and transcript (WIRE.md section 4, SIGN). */
    byte[] proofOfSigning(byte[] id, byte[] key, String algorithm, String parameters, byte[] toSign) {
        byte[] words = (algorithm + '\0' + parameters + '\0').getBytes(StandardCharsets.UTF_8);
        return hmac(ByteBuffer.allocate(SIGN_CONTEXT.length + id.length + key.length + words.length + toSign.length)
                .put(SIGN_CONTEXT)
                .put(id)
                .put(key)
                .put(words)
                .put(toSign));
    }

    private byte[] hmac(ByteBuffer message) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac.doFinal(message.array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }
}
