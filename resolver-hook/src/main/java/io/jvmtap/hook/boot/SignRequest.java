package io.jvmtap.hook.boot;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One SIGN of the proxy (WIRE.md section 4): the program's key signs the handshake of one connection. Whoever does not know
 * the session's token gets no signature; and even who does gets one only for what a TLS client signs, once for each
 * connection that this JVM has made.
 */
public final class SignRequest {
    private static final byte[] LABEL = "jvmtap-sign-1".getBytes(Fields.UTF_8);

    /** RFC 8446 section 4.4.3: 64 spaces, this, a zero byte, the hash of the transcript. */
    private static final byte[] TLS_1_3 = tls13();

    private static final int CLIENT_HELLO = 1;
    private static final int CERTIFICATE_REQUEST = 13;
    private static final int CLIENT_KEY_EXCHANGE = 16;

    /** Connections remembered that have had their signature. */
    private static final int MAX_SIGNED = 4096;

    private static final Map<Long, Boolean> SIGNED = new LinkedHashMap<Long, Boolean>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Boolean> eldest) {
            return size() > MAX_SIGNED;
        }
    };

    private final byte[] id;
    private final byte[] publicKeySha256;
    private final String algorithm;
    private final String parameters;
    private final byte[] toSign;
    private final byte[] proof;

    public SignRequest(
            byte[] id, byte[] publicKeySha256, String algorithm, String parameters, byte[] toSign, byte[] proof) {
        this.id = id;
        this.publicKeySha256 = publicKeySha256;
        this.algorithm = algorithm;
        this.parameters = parameters;
        this.toSign = toSign;
        this.proof = proof;
    }

    /**
     * Signs, on the calling thread, which may take as long as the program's key does.
     *
     * @throws GeneralSecurityException if not; its message says why
     */
    public byte[] sign(Session session) throws GeneralSecurityException {
        byte[] words = (algorithm + '\0' + parameters + '\0').getBytes(Fields.UTF_8);
        if (!same(proof, Proof.of(session.token(), LABEL, id, publicKeySha256, words, toSign))) {
            throw new GeneralSecurityException("the request proves nothing");
        }
        if (!isHandshake(toSign)) {
            throw new GeneralSecurityException("that is nothing that a TLS client signs");
        }
        PrivateKey key = KeyRing.find(publicKeySha256);
        if (key == null) {
            throw new GeneralSecurityException("the program's key is not known: no key manager gave it out");
        }
        if (!firstFor(id)) {
            throw new GeneralSecurityException("not a connection of this program's, or signed for already");
        }
        Signature signature = Signature.getInstance(algorithm);
        if (!parameters.isEmpty()) {
            int blank = parameters.indexOf(' ');
            String digest = parameters.substring(0, blank);
            int salt = Integer.parseInt(parameters.substring(blank + 1));
            signature.setParameter(new PSSParameterSpec(digest, "MGF1", new MGF1ParameterSpec(digest), salt, 1));
        }
        signature.initSign(key);
        signature.update(toSign);
        return signature.sign();
    }

    private static boolean firstFor(byte[] id) {
        if (id.length != 16 || !Identity.made(id)) {
            return false;
        }
        synchronized (SIGNED) {
            return SIGNED.put(ByteBuffer.wrap(id).getLong(8), Boolean.TRUE) == null;
        }
    }

    /** Whether these bytes are what a client signs: TLS 1.3's context and a hash, or all messages of an older handshake. */
    static boolean isHandshake(byte[] bytes) {
        int hash = bytes.length - TLS_1_3.length;
        if (hash >= 32 && hash <= 64 && Arrays.equals(TLS_1_3, Arrays.copyOf(bytes, TLS_1_3.length))) {
            return true;
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        int last = 0;
        boolean requested = false;
        boolean first = true;
        while (in.remaining() >= 4) {
            int type = in.get() & 0xFF;
            int length = (in.get() & 0xFF) << 16 | in.getShort() & 0xFFFF;
            if (length > in.remaining() || first && type != CLIENT_HELLO) {
                return false;
            }
            in.position(in.position() + length);
            requested |= type == CERTIFICATE_REQUEST;
            first = false;
            last = type;
        }
        return !in.hasRemaining() && requested && last == CLIENT_KEY_EXCHANGE;
    }

    private static boolean same(byte[] one, byte[] other) {
        int difference = one.length ^ other.length;
        for (int i = 0; i < Math.min(one.length, other.length); i++) {
            difference |= one[i] ^ other[i];
        }
        return difference == 0;
    }

    private static byte[] tls13() {
        byte[] text = "TLS 1.3, client CertificateVerify\0".getBytes(Fields.UTF_8);
        byte[] all = new byte[64 + text.length];
        Arrays.fill(all, (byte) ' ');
        System.arraycopy(text, 0, all, 64, text.length);
        return all;
    }
}
