package io.jvmtap.tls;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a program offers in its ClientHello (RFC 8446 section 4.1.2, RFC 5246 section 7.4.1.2), in its order of
 * preference and without GREASE values (RFC 8701).
 *
 * @param versions wire versions, such as 0x0304; where the extension is absent, the legacy version alone
 * @param versionsListed whether the supported_versions extension was there: else lower versions are implied
 * @param serverName SNI host name, null where none was sent
 * @param alpn protocol names, empty where the extension is absent
 */
public record ClientHello(
        List<Integer> versions,
        boolean versionsListed,
        List<Integer> cipherSuites,
        List<Integer> groups,
        List<Integer> signatureSchemes,
        @Nullable String serverName,
        List<String> alpn,
        Shape shape) {

    /**
     * What no server is offered, and fingerprints are made of.
     *
     * @param extensions types in the order of the hello, without GREASE
     * @param pointFormats of the extension of elliptic curves (RFC 8422 section 5.1.2)
     */
    public record Shape(int legacyVersion, List<Integer> extensions, List<Integer> pointFormats) {
        public static final Shape NONE = new Shape(0x0303, List.of(), List.of());

        public Shape {
            extensions = List.copyOf(extensions);
            pointFormats = List.copyOf(pointFormats);
        }
    }

    public ClientHello {
        versions = List.copyOf(versions);
        cipherSuites = List.copyOf(cipherSuites);
        groups = List.copyOf(groups);
        signatureSchemes = List.copyOf(signatureSchemes);
        alpn = List.copyOf(alpn);
    }

    /** The same offer without versions below one, given by its wire value; null if nothing is left of it. */
    public @Nullable ClientHello atLeast(int version) {
        List<Integer> all = versionsListed
                ? versions
                : Versions.codes().stream()
                        .filter(code -> code <= versions.get(0))
                        .toList();
        List<Integer> left = all.stream().filter(code -> code >= version).toList();
        return left.isEmpty()
                ? null
                : new ClientHello(left, true, cipherSuites, groups, signatureSchemes, serverName, alpn, shape);
    }

    /** The same offer under another server name. */
    public ClientHello withServerName(@Nullable String name) {
        return new ClientHello(versions, versionsListed, cipherSuites, groups, signatureSchemes, name, alpn, shape);
    }
}
