package io.jvmtap.relay;

import io.jvmtap.ca.MintedLeaf;
import io.jvmtap.tls.ClientHello;
import io.jvmtap.tls.UnofferableException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLEngine;

/** What of a connection's TLS depends on who judges the server's certificate. One connection, one thread. */
interface Judging {
    /**
     * The engine that shakes hands with the server.
     *
     * @param hello what the program offers
     * @throws UnofferableException if that is too little
     */
    SSLEngine engine(ClientHello hello) throws UnofferableException;

    /** The server's handshake is done. @param chain what it showed, leaf first */
    void accepted(List<X509Certificate> chain);

    /** The leaf for the program. */
    CompletableFuture<MintedLeaf> leaf(List<X509Certificate> chain);

    /** The chain that goes with the leaf, which takes the place of the first. */
    List<X509Certificate> shown(MintedLeaf leaf, List<X509Certificate> chain);
}
