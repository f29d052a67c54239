package io.jvmtap.query;

import io.jvmtap.flow.TlsOffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything about one connection but its bytes.
 *
 * @param program id of the JVM, empty where no agent spoke for it
 * @param addresses the real addresses of the host, as text; the first is the one that the program chose
 * @param upstreamAddress where the proxy really connected, as text; null where it did not
 * @param upstreamAfter nanoseconds from the start until the dial had an outcome, -1 before
 * @param offer what the program offered last, null where it spoke no TLS or that was not recorded
 * @param handshakes in order of their end
 * @param verdicts of the program's trust managers, in order
 * @param lookup the latest lookup of the host by that program before the connection
 * @param firstExchange number of the first exchange on it, 0 where there is none
 * @param lostBytes bytes of opaque segments that could not be recorded
 */
public record ConnectionDetail(
        ConnectionRow row,
        String program,
        List<String> addresses,
        @Nullable String upstreamAddress,
        int upstreamPort,
        long upstreamAfter,
        @Nullable TlsOffer offer,
        List<HandshakeDetail> handshakes,
        List<Verdict> verdicts,
        @Nullable Lookup lookup,
        long firstExchange,
        long lostBytes) {
    public ConnectionDetail {
        addresses = List.copyOf(addresses);
        handshakes = List.copyOf(handshakes);
        verdicts = List.copyOf(verdicts);
    }
}
