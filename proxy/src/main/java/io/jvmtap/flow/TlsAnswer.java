package io.jvmtap.flow;

import org.jspecify.annotations.Nullable;

/**
 * What the server's part of a handshake says in the clear: known even where the handshake fails afterwards.
 *
 * @param protocol as JSSE names it
 * @param cipherSuite IANA name
 * @param group of the key exchange, null where there is none or it was not said
 * @param signatureScheme that the server signed the key exchange with, null where it was encrypted (TLS 1.3)
 * @param asksCertificate whether it asked for a client certificate in the clear (before TLS 1.3)
 */
public record TlsAnswer(
        String protocol,
        String cipherSuite,
        @Nullable String group,
        @Nullable String signatureScheme,
        boolean asksCertificate) {}
