package io.jvmtap.entry;

import io.jvmtap.flow.Cause;
import io.jvmtap.flow.Destination;
import io.jvmtap.flow.FlowIds;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.socket.SocketChannel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Resolver-only mode: loopback addresses on which the proxy listens, one for each real address of each name that a
 * program looked up, on the ports that the user named. Where a connection arrived says where it wants to go. An address
 * serves all programs of the session, and stays as long as the proxy. Safe for use by many threads.
 */
public final class Doors {
    /** 127.64.0.0/10, as the agent's own choice would be. */
    private static final int NETWORK = 127 << 24 | 64 << 16;

    private static final int CAPACITY = 1 << 22;

    /** Agents count their connections up from 1; those that no agent knows of are named apart from theirs. */
    private static final long NOT_AN_AGENTS = 1L << 63;

    /** How many addresses are tried that others listen on already: another session's lie side by side. */
    private static final int TRIES = 256;

    private final Binding binding;
    private final List<Integer> ports;
    private final Session session;
    private final Arrivals arrivals;
    private final FlowIds ids;
    private final Map<Door, CompletableFuture<InetAddress>> open = new HashMap<>();
    private final List<Channel> listeners = new ArrayList<>();
    private int next = 1;

    /** Makes a listener whose connections get this handler; auto-read is off. */
    @FunctionalInterface
    public interface Binding {
        ChannelFuture bind(InetSocketAddress address, ChannelHandler handler);
    }

    private record Door(String name, InetAddress real) {}

    /** @param ports 1-65535, at least one */
    public Doors(Binding binding, List<Integer> ports, Session session, Arrivals arrivals, FlowIds ids) {
        this.binding = binding;
        this.ports = List.copyOf(ports);
        this.session = session;
        this.arrivals = arrivals;
        this.ids = ids;
    }

    /**
     * Listens, unless it does so already.
     *
     * @param program whose lookup this is, and whose the connections count as
     * @return a loopback address for each real one, in the same order; fails with an {@link IOException} that says why not
     */
    CompletableFuture<List<InetAddress>> open(UniqueId program, String name, List<InetAddress> real) {
        List<CompletableFuture<InetAddress>> all = new ArrayList<>();
        synchronized (this) {
            for (InetAddress address : real) {
                Door door = new Door(name, address);
                CompletableFuture<InetAddress> known = open.get(door);
                if (known == null || known.isCompletedExceptionally()) {
                    known = bind(program, door, real, TRIES);
                    open.put(door, known);
                }
                all.add(known);
            }
        }
        return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
                .thenApply(done -> all.stream().map(CompletableFuture::join).toList())
                .exceptionally(failure -> {
                    throw new CompletionException(cause(failure));
                });
    }

    private CompletableFuture<InetAddress> bind(UniqueId program, Door door, List<InetAddress> all, int tries) {
        InetAddress loopback = nextAddress();
        List<CompletableFuture<Channel>> bound = new ArrayList<>();
        for (int port : ports) {
            Destination destination = new Destination(door.name(), port, chosenFirst(door.real(), all));
            CompletableFuture<Channel> one = new CompletableFuture<>();
            ChannelFuture binds =
                    binding.bind(new InetSocketAddress(loopback, port), new Welcome(program, destination));
            binds.addListener(done -> {
                if (done.isSuccess()) {
                    one.complete(binds.channel());
                } else {
                    one.completeExceptionally(new IOException("cannot listen on " + loopback.getHostAddress() + ":"
                            + port + ": " + done.cause().getMessage()));
                }
            });
            bound.add(one);
        }
        return CompletableFuture.allOf(bound.toArray(CompletableFuture[]::new))
                .handle((done, failure) -> {
                    keep(bound, failure == null);
                    if (failure == null) {
                        return CompletableFuture.completedFuture(loopback);
                    }
                    boolean taken = String.valueOf(cause(failure).getMessage()).contains("in use");
                    return taken && tries > 1
                            ? bind(program, door, all, tries - 1)
                            : CompletableFuture.<InetAddress>failedFuture(cause(failure));
                })
                .thenCompose(result -> result);
    }

    /** All ports of an address or none. */
    private synchronized void keep(List<CompletableFuture<Channel>> bound, boolean all) {
        for (CompletableFuture<Channel> one : bound) {
            if (!one.isCompletedExceptionally()) {
                Channel listener = one.join();
                if (all) {
                    listeners.add(listener);
                } else {
                    listener.close();
                }
            }
        }
    }

    private synchronized InetAddress nextAddress() {
        // .0 and .255 look like networks and broadcasts to some clients.
        while ((next & 0xFF) == 0 || (next & 0xFF) == 0xFF) {
            next++;
        }
        int number = NETWORK | next++ % CAPACITY;
        try {
            return InetAddress.getByAddress(
                    new byte[] {(byte) (number >>> 24), (byte) (number >>> 16), (byte) (number >>> 8), (byte) number});
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }

    private static List<InetAddress> chosenFirst(InetAddress chosen, List<InetAddress> all) {
        List<InetAddress> ordered = new ArrayList<>(all);
        ordered.remove(chosen);
        ordered.add(0, chosen);
        return ordered;
    }

    static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    /** ADDRESSES of WIRE.md, all IPv4. */
    static byte[] wire(List<InetAddress> addresses) {
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        for (InetAddress address : addresses) {
            wire.write(4);
            wire.writeBytes(address.getAddress());
        }
        return wire.toByteArray();
    }

    /** No new connections. */
    public synchronized void close() {
        listeners.forEach(Channel::close);
        listeners.clear();
    }

    /** Hands a connection on at once: there is no preface to read, and nobody waits for a verdict. */
    private final class Welcome extends ChannelInitializer<SocketChannel> {
        private final UniqueId program;
        private final Destination destination;

        Welcome(UniqueId program, Destination destination) {
            this.program = program;
            this.destination = destination;
        }

        @Override
        public boolean isSharable() {
            return true;
        }

        @Override
        protected void initChannel(SocketChannel channel) {
            // Once the channel is registered and active, which it is not yet.
            channel.eventLoop().execute(() -> arrived(channel));
        }

        private void arrived(SocketChannel channel) {
            if (!channel.isActive()) {
                return;
            }
            long connection = ids.nextConnection();
            int port = channel.remoteAddress().getPort();
            UniqueId id = new UniqueId(program.jvm(), NOT_AN_AGENTS | connection);
            session.connections().opened(connection, id, port);
            session.programs().opened(program.jvm());
            channel.closeFuture().addListener(closed -> {
                session.connections().closed(connection, id, port);
                session.programs().closed(program.jvm());
            });
            arrivals.arrived(new Arrival(connection, channel, id, destination, Cause.UNKNOWN, 0, false));
        }
    }
}
