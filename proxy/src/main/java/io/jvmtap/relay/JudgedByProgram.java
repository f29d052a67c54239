package io.jvmtap.relay;

import io.jvmtap.ca.MintedLeaf;
import io.jvmtap.entry.Arrival;
import io.jvmtap.relay.Relay.Parts;
import io.jvmtap.tls.ClientAuth;
import io.jvmtap.tls.ClientHello;
import io.jvmtap.tls.UnofferableException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLEngine;

/** The agent shows the real chain to the program, which alone judges it. */
final class JudgedByProgram implements Judging {
    private final Arrival arrival;
    private final Parts parts;
    private final ClientAuth auth;

    /** @param auth asked when the server asks for a client certificate */
    JudgedByProgram(Arrival arrival, Parts parts, ClientAuth auth) {
        this.arrival = arrival;
        this.parts = parts;
        this.auth = auth;
    }

    @Override
    public SSLEngine engine(ClientHello hello) throws UnofferableException {
        return parts.upstreamTls()
                .engine(
                        hello,
                        arrival.destination().host(),
                        arrival.destination().port(),
                        auth);
    }

    @Override
    public void accepted(List<X509Certificate> chain) {
        // The program has not seen it yet; its agent will tell.
    }

    @Override
    public CompletableFuture<MintedLeaf> leaf(List<X509Certificate> chain) {
        return parts.mint().mirror(chain);
    }

    @Override
    public List<X509Certificate> shown(MintedLeaf leaf, List<X509Certificate> chain) {
        return chain;
    }
}
