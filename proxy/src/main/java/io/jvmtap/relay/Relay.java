package io.jvmtap.relay;

import io.jvmtap.ca.LeafMint;
import io.jvmtap.dissect.Protocol;
import io.jvmtap.entry.Arrival;
import io.jvmtap.entry.Arrivals;
import io.jvmtap.entry.Names;
import io.jvmtap.entry.OpenConnections;
import io.jvmtap.entry.Signatures;
import io.jvmtap.flow.Fault;
import io.jvmtap.flow.FlowClock;
import io.jvmtap.flow.FlowIds;
import io.jvmtap.flow.FlowSink;
import io.jvmtap.tls.ProgramTls;
import io.jvmtap.tls.TlsWarmUp;
import io.jvmtap.tls.UpstreamTls;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Takes arrivals over and keeps track of what is open. Safe for use by many threads. */
public final class Relay implements Arrivals {
    private final Parts parts;
    private final Set<TappedConnection> open = ConcurrentHashMap.newKeySet();

    /** What every connection needs. */
    record Parts(
            FlowSink sink,
            FlowIds ids,
            FlowClock clock,
            LeafMint mint,
            UpstreamTls upstreamTls,
            GuestTls guests,
            ProgramTls programTls,
            Dialler dialler,
            OpenConnections connections,
            Signatures signatures,
            Executor tlsTasks,
            List<Protocol> protocols) {}

    /**
     * @param guests TLS for clients without the agent
     * @param wayOut the proxy that leads to the real hosts, null for none
     * @param names looks up that proxy
     */
    public Relay(
            FlowSink sink,
            FlowIds ids,
            FlowClock clock,
            LeafMint mint,
            OpenConnections connections,
            Signatures signatures,
            List<Protocol> protocols,
            GuestTls guests,
            @Nullable WayOut wayOut,
            Names names) {
        parts = new Parts(
                sink,
                ids,
                clock,
                mint,
                new UpstreamTls(),
                guests,
                new ProgramTls(),
                new Dialler(wayOut, names),
                connections,
                signatures,
                tlsTasks(),
                protocols);
    }

    /** As many as there are handshakes that wait for a client certificate; ordinary ones take milliseconds. */
    private static Executor tlsTasks() {
        return Executors.newCachedThreadPool(new DefaultThreadFactory("jvmtap-tls", true));
    }

    /** Has the work of the first connection done before it comes, on a thread of its own. */
    public void warmUp() {
        parts.mint().forName("warm-up.invalid").thenAccept(leaf -> {
            Thread warming =
                    new Thread(() -> TlsWarmUp.run(parts.upstreamTls(), parts.programTls(), leaf), "jvmtap-warm-up");
            warming.setDaemon(true);
            warming.start();
        });
    }

    @Override
    public void arrived(Arrival arrival) {
        TappedConnection connection = new TappedConnection(arrival, parts, open::remove);
        open.add(connection);
        connection.start();
    }

    /** Completes when no connection is open: at once if so already. */
    public CompletableFuture<Void> whenNone() {
        return CompletableFuture.allOf(
                open.stream().map(TappedConnection::whenClosed).toArray(CompletableFuture[]::new));
    }

    /** Ends every connection that is still open; each that the program had not ended is recorded as ended by us. */
    public void stop() {
        Fault stopped = new Fault(Fault.Code.PROXY_STOPPED, Fault.Scope.CONNECTION, "the proxy was stopped");
        open.forEach(connection -> connection.stop(stopped));
    }
}
