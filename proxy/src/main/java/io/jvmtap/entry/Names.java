package io.jvmtap.entry;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Looks names up for connections whose program has not done so. Safe for use by many threads. */
public final class Names {
    /** A resolver; may block. */
    @FunctionalInterface
    public interface Resolver {
        /** @throws UnknownHostException if there is no address */
        InetAddress[] resolve(String name) throws UnknownHostException;
    }

    private final Resolver resolver;
    private final Executor blocking;

    /** @param blocking has threads that may block */
    public Names(Resolver resolver, Executor blocking) {
        this.resolver = resolver;
        this.blocking = blocking;
    }

    /** @return the addresses in the resolver's order, empty if there are none */
    public CompletableFuture<List<InetAddress>> lookUp(String name) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return List.of(resolver.resolve(name));
                    } catch (UnknownHostException e) {
                        return List.of();
                    }
                },
                blocking);
    }
}
