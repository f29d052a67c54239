package io.jvmtap.tls;

import java.security.SignatureException;

/** Signs with a key that is elsewhere and stays there: in the program's JVM. Blocks; safe for use by many threads. */
@FunctionalInterface
public interface RemoteSigner {
    /**
     * @param publicKeySha256 of the SubjectPublicKeyInfo (RFC 5280 section 4.1) of the key that is to sign
     * @param algorithm as JCA names it
     * @param parameters of RSASSA-PSS: digest and length of the salt, such as {@code SHA-256 32}; else empty
     * @throws SignatureException if whoever has the key does not sign; its message says why
     */
    byte[] sign(byte[] publicKeySha256, String algorithm, String parameters, byte[] toSign) throws SignatureException;
}
