package io.jvmtap.relay;

import io.jvmtap.ca.MintedLeaf;
import io.jvmtap.entry.Arrival;
import io.jvmtap.entry.Judge;
import io.jvmtap.flow.FlowEvent;
import io.jvmtap.relay.Relay.Parts;
import io.jvmtap.tls.ClientHello;
import io.jvmtap.tls.Refusal;
import io.jvmtap.tls.UnofferableException;
import io.netty.util.NetUtil;
import java.security.cert.X509Certificate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * A client without the agent trusts our CA, so we vouch for the server: verified in the handshake with it, before anything is
 * sent to it and before the client is shown anything.
 */
final class JudgedByUs implements Judging {
    /** What the record calls us. */
    static final String NAME = "jvmtap";

    private static final String UNKNOWN_KEY_EXCHANGE = "UNKNOWN";

    private final Arrival arrival;
    private final Parts parts;
    private @Nullable String asked;

    JudgedByUs(Arrival arrival, Parts parts) {
        this.arrival = arrival;
        this.parts = parts;
    }

    @Override
    public SSLEngine engine(ClientHello hello) throws UnofferableException {
        asked = hello.serverName();
        int least = parts.guests().minVersion();
        ClientHello offered = hello.atLeast(least);
        if (offered == null) {
            throw new TooOldException(least);
        }
        if (arrival.judge() == Judge.PROXY_FOR_DESTINATION) {
            String host = arrival.destination().host();
            offered = offered.withServerName(NetUtil.createByteArrayFromIpAddressString(host) == null ? host : null);
        }
        return parts.guests()
                .tls()
                .engine(offered, name(), arrival.destination().port());
    }

    /** The name that the server has to have: what the client will hold the certificate against. */
    private String name() {
        String host = arrival.destination().host();
        return arrival.judge() == Judge.PROXY_FOR_DESTINATION || asked == null ? host : asked;
    }

    @Override
    public void accepted(List<X509Certificate> chain) {
        if (!parts.guests().verifier().waives(name())) {
            judged(null);
            return;
        }
        Refusal refusal = parts.guests().verifier().judge(chain, UNKNOWN_KEY_EXCHANGE, name());
        // The judge's name says how it came to be accepted.
        emit(refusal == null ? NAME : NAME + ", because of --insecure-upstream, although " + refusal.detail(), null);
    }

    void judged(@Nullable Refusal refusal) {
        emit(NAME, refusal == null ? null : refusal.detail());
    }

    private void emit(String judge, @Nullable String failure) {
        parts.sink()
                .emit(new FlowEvent.TrustJudged(
                        arrival.connection(), parts.clock().now(), judge, failure));
    }

    @Override
    public CompletableFuture<MintedLeaf> leaf(List<X509Certificate> chain) {
        Set<String> hosts = new LinkedHashSet<>();
        hosts.add(name());
        if (arrival.judge() == Judge.PROXY_FOR_DESTINATION) {
            // The client has been told to come to this machine, and may take that for the host's name.
            hosts.addAll(List.of("localhost", "127.0.0.1"));
            if (asked != null) {
                hosts.add(asked);
            }
        }
        return parts.mint().standIn(chain.get(0), List.copyOf(hosts));
    }

    @Override
    public List<X509Certificate> shown(MintedLeaf leaf, List<X509Certificate> chain) {
        return List.of(leaf.certificate());
    }
}
