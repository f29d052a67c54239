package io.jvmtap.flow;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a program's ClientHello offers, in its order of preference and without GREASE values (RFC 8701). Code points have
 * their IANA names, or are written as {@code 0x1234} where we know none.
 *
 * @param versions as JSSE names them, such as {@code TLSv1.3}
 * @param serverName the SNI host name, null where none was sent
 * @param ja3 32 hex digits: the MD5 of versions, suites, extensions, groups and point formats
 * @param ja4 FoxIO's TLS client fingerprint, such as {@code t13d1516h2_8daaf6152771_e5627efa2ab1}
 */
public record TlsOffer(
        List<String> versions,
        List<String> cipherSuites,
        List<String> groups,
        List<String> signatureSchemes,
        List<String> alpn,
        @Nullable String serverName,
        String ja3,
        String ja4) {
    public TlsOffer {
        versions = List.copyOf(versions);
        cipherSuites = List.copyOf(cipherSuites);
        groups = List.copyOf(groups);
        signatureSchemes = List.copyOf(signatureSchemes);
        alpn = List.copyOf(alpn);
    }
}
