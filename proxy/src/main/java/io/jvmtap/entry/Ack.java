package io.jvmtap.entry;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The proxy's immediate answer to a preface (WIRE.md section 2). */
enum Ack {
    ACCEPTED,
    BAD_PROOF,
    WRONG_VERSION,
    MALFORMED,
    STOPPING;

    static final int LENGTH = 24;

    private static final byte[] MAGIC = "JTAK".getBytes(StandardCharsets.US_ASCII);

    /** Only an acceptance is proved: a refusal needs no trust and must not sign what a stranger chose. */
    byte[] bytes(SessionToken token, UniqueId id) {
        ByteBuffer ack = ByteBuffer.allocate(LENGTH)
                .put(MAGIC)
                .put((byte) Preface.VERSION)
                .put((byte) ordinal())
                .putShort((short) 0);
        if (this == ACCEPTED) {
            ack.put(token.ackProof(id, ordinal()));
        }
        return ack.array();
    }
}
