package io.jvmtap.ca;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/**
 * A leaf of the local CA.
 *
 * @param key may be shared with other leaves of the same kind of key; it lives in this process only
 */
public record MintedLeaf(PrivateKey key, X509Certificate certificate) {}
