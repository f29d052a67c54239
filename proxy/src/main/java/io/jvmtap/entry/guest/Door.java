package io.jvmtap.entry.guest;

import io.jvmtap.entry.Arrival;
import io.jvmtap.entry.Arrivals;
import io.jvmtap.entry.Names;
import io.jvmtap.flow.Cause;
import io.jvmtap.flow.Destination;
import io.jvmtap.flow.FlowIds;
import io.netty.channel.Channel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What all clients without the agent share: who may come in, and how names are looked up. Safe for use by many threads. */
public final class Door {
    private final Arrivals arrivals;
    private final FlowIds ids;
    private final Names names;
    private final Predicate<String> namesLeftToOthers;
    private final PeerUser users;
    private final Executor blocking;
    private final Runnable prepare;
    private final Consumer<String> notices;
    private final Set<Integer> ownPorts = ConcurrentHashMap.newKeySet();

    /**
     * @param namesLeftToOthers hosts that a proxy on the way out looks up
     * @param blocking has threads that may block
     * @param prepare what must be ready before the first client is served; may block, and is asked for every client
     * @param notices takes one line for each client that is turned away
     */
    public Door(
            Arrivals arrivals,
            FlowIds ids,
            Names names,
            Predicate<String> namesLeftToOthers,
            PeerUser users,
            Executor blocking,
            Runnable prepare,
            Consumer<String> notices) {
        this.arrivals = arrivals;
        this.ids = ids;
        this.names = names;
        this.namesLeftToOthers = namesLeftToOthers;
        this.users = users;
        this.blocking = blocking;
        this.prepare = prepare;
        this.notices = notices;
    }

    /** One of our own listeners: a client that asks for it would come round for ever. */
    public void ownPort(int port) {
        ownPorts.add(port);
    }

    /** @return null for one who may come in, else why not */
    CompletableFuture<@Nullable String> admit(Channel client) {
        InetSocketAddress peer = (InetSocketAddress) client.remoteAddress();
        InetSocketAddress ours = (InetSocketAddress) client.localAddress();
        return CompletableFuture.supplyAsync(
                () -> {
                    prepare.run();
                    try {
                        OptionalLong stranger = users.stranger(peer, ours);
                        return stranger.isEmpty() ? null : "it is of another user, with the id " + stranger.getAsLong();
                    } catch (IOException e) {
                        return "it cannot be told whose it is: " + e.getMessage();
                    }
                },
                blocking);
    }

    CompletableFuture<List<InetAddress>> lookUp(String host) {
        return namesLeftToOthers.test(host) ? CompletableFuture.completedFuture(List.of()) : names.lookUp(host);
    }

    boolean leadsBack(Asked asked, List<InetAddress> addresses) {
        return ownPorts.contains(asked.port())
                && !addresses.isEmpty()
                && addresses.stream().allMatch(InetAddress::isLoopbackAddress);
    }

    void arrived(Channel client, Asked asked, List<InetAddress> addresses) {
        arrivals.arrived(new Arrival(
                ids.nextConnection(),
                client,
                null,
                new Destination(asked.host(), asked.port(), addresses),
                Cause.UNKNOWN,
                0,
                asked.answer(),
                asked.judge()));
    }

    void turnedAway(Channel client, String why) {
        int port = client.remoteAddress() instanceof InetSocketAddress address ? address.getPort() : 0;
        notices.accept("turned away a client on port " + port + ": " + why);
    }
}
