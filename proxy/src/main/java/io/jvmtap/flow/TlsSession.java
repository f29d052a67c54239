package io.jvmtap.flow;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one finished TLS handshake agreed on.
 *
 * @param protocol as JSSE names it, such as {@code TLSv1.3}
 * @param cipherSuite IANA name
 * @param alpn the protocol chosen by ALPN (RFC 7301), null where none was
 * @param serverName the SNI host name sent (RFC 6066 section 3), null where none was
 * @param resumed whether an earlier session was resumed
 * @param chain the server's certificates as DER, leaf first; on the program's side the real chain it was shown
 */
public record TlsSession(
        String protocol,
        String cipherSuite,
        @Nullable String alpn,
        @Nullable String serverName,
        boolean resumed,
        List<byte[]> chain) {
    public TlsSession {
        chain = List.copyOf(chain);
    }
}
