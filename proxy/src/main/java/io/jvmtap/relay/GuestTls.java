package io.jvmtap.relay;

import io.jvmtap.tls.UpstreamTls;
import io.jvmtap.tls.UpstreamVerifier;

/**
 * TLS with servers on behalf of clients without the agent. Safe for use by many threads.
 *
 * @param minVersion wire value of the lowest version that is spoken with them and for them
 */
public record GuestTls(UpstreamVerifier verifier, UpstreamTls tls, int minVersion) {
    public GuestTls(UpstreamVerifier verifier, int minVersion) {
        this(verifier, new UpstreamTls(verifier), minVersion);
    }
}
