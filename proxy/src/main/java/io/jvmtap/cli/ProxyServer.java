package io.jvmtap.cli;

import io.jvmtap.Version;
import io.jvmtap.ca.CaException;
import io.jvmtap.ca.CertificateAuthority;
import io.jvmtap.ca.LeafMint;
import io.jvmtap.entry.AgentEntry;
import io.jvmtap.entry.Session;
import io.jvmtap.entry.SessionToken;
import io.jvmtap.entry.guest.Door;
import io.jvmtap.flow.FlowClock;
import io.jvmtap.flow.FlowIds;
import io.jvmtap.flow.FlowSink;
import io.jvmtap.relay.Relay;
import io.jvmtap.tls.TlsPolicy;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The proxy of one session: its port, its CA, its connections. Knows nothing of where flow events go. Safe for use by
 * many threads; {@link #close} once.
 */
final class ProxyServer implements AutoCloseable {
    /** Everything on one connection is cheap next to its TLS; two loops use a second core and keep order simple. */
    private static final int EVENT_LOOPS = 2;

    /** Minting is short work; more threads would only compete with the traffic. */
    private static final int MINTING_THREADS = 2;

    /** Programs open connections in bursts; the kernel caps this at somaxconn. */
    private static final int BACKLOG = 4096;

    /** The ends of a dead program's connections arrive within milliseconds. */
    private static final long DRAIN_MILLIS = 300;

    /** An agent answers after a tenth of a second; one whose program is stopped does not at all. */
    private static final long DETACH_MILLIS = 500;

    private final EventLoopGroup loops;
    private final ExecutorService minting;
    private final Session session;
    private final Relay relay;
    private final Channel listener;
    private final Guests guests;
    /** Those of {@link Ways#upstreams}, in order. */
    private final List<Channel> upstreams;

    private final Path sessionFile;
    private final boolean failClosed;

    /**
     * What the user chose.
     *
     * @param port on 127.0.0.1, 0 for any that is free
     * @param sessionFile made by {@link ProxyServer#start}; must not be there yet
     */
    record Options(
            List<String> include,
            List<String> exclude,
            int port,
            boolean failClosed,
            boolean quiet,
            boolean keepAddresses,
            boolean singleAddress,
            List<Integer> ports,
            @Nullable String label,
            Path sessionFile,
            Ways ways) {
        /** With the usual ways in and out. */
        Options(
                List<String> include,
                List<String> exclude,
                int port,
                boolean failClosed,
                boolean quiet,
                boolean keepAddresses,
                boolean singleAddress,
                List<Integer> ports,
                @Nullable String label,
                Path sessionFile) {
            this(
                    include,
                    exclude,
                    port,
                    failClosed,
                    quiet,
                    keepAddresses,
                    singleAddress,
                    ports,
                    label,
                    sessionFile,
                    Ways.DEFAULT);
        }
    }

    private ProxyServer(
            Options options,
            EventLoopGroup loops,
            ExecutorService minting,
            Guests guests,
            Session session,
            Relay relay,
            Channel listener,
            List<Channel> upstreams) {
        this.loops = loops;
        this.minting = minting;
        this.guests = guests;
        this.session = session;
        this.relay = relay;
        this.listener = listener;
        this.upstreams = upstreams;
        this.sessionFile = options.sessionFile();
        this.failClosed = options.failClosed();
    }

    /**
     * Starts listening.
     *
     * @param notices takes one line for each client that is turned away
     * @throws CommandFailure if a port is busy, a file with certificates is none, or the session file cannot be written
     */
    static ProxyServer start(
            Options options,
            CertificateAuthority ca,
            FlowSink sink,
            FlowIds ids,
            FlowClock clock,
            Consumer<String> notices) {
        Guests guests = new Guests(options.ways());
        ExecutorService minting =
                Executors.newFixedThreadPool(MINTING_THREADS, new DefaultThreadFactory("jvmtap-mint", true));
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(
                EVENT_LOOPS, new DefaultThreadFactory("jvmtap-io", true), NioIoHandler.newFactory());
        try {
            LeafMint mint = new LeafMint(ca, minting);
            mint.warmUp();
            Session session =
                    new Session(SessionToken.random(), ca.certificate().getEncoded(), Version.NAME, sink, clock);
            Relay relay = new Relay(
                    sink,
                    ids,
                    clock,
                    mint,
                    session.connections(),
                    session.signatures(),
                    Protocols.READ,
                    guests.tls(),
                    options.ways().out(),
                    guests.names());
            Door door = guests.door(relay, ids, notices);
            Channel listener =
                    listen(options.port(), loops, () -> guests.anyone(door, () -> new AgentEntry(session, relay, ids)));
            door.ownPort(port(listener));
            if (!options.ports().isEmpty()) {
                session.open(DoorPorts.doors(options.ports(), loops, BACKLOG, session, relay, ids));
            }
            List<Channel> upstreams = upstreams(options.ways(), loops, door);
            sessionFile(options, port(listener), session.token(), ca).write(options.sessionFile());
            relay.warmUp();
            return new ProxyServer(options, loops, minting, guests, session, relay, listener, upstreams);
        } catch (IOException | CertificateEncodingException | RuntimeException e) {
            stop(loops, minting, guests);
            throw e instanceof RuntimeException ours
                    ? ours
                    : new CommandFailure(
                            "cannot write " + options.sessionFile() + ": " + e.getMessage(),
                            "choose another directory",
                            e);
        }
    }

    private static SessionFile sessionFile(Options options, int port, SessionToken token, CertificateAuthority ca) {
        return new SessionFile(
                port,
                token,
                ca.certificate(),
                options.include(),
                options.exclude(),
                options.failClosed(),
                options.quiet(),
                options.keepAddresses(),
                options.singleAddress(),
                options.ports().isEmpty(),
                options.label());
    }

    private static List<Channel> upstreams(Ways ways, EventLoopGroup loops, Door door) {
        List<Channel> listeners = new ArrayList<>();
        for (Ways.Upstream upstream : ways.upstreams()) {
            Channel one = listen(upstream.port(), loops, () -> Guests.to(door, upstream));
            door.ownPort(port(one));
            listeners.add(one);
        }
        return listeners;
    }

    /**
     * The CA of that directory, made where there is none; the first use of cryptography in this process.
     *
     * @throws CommandFailure if the CA is unusable
     */
    static CertificateAuthority authority(Path directory) {
        TlsPolicy.mirrorEverything();
        try {
            return CertificateAuthority.loadOrCreate(directory);
        } catch (CaException e) {
            throw new CommandFailure(e.problem(), e.remedy(), e);
        }
    }

    private static Channel listen(int port, EventLoopGroup loops, Supplier<ChannelHandler> entry) {
        var bound = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline().addLast("entry", entry.get());
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new CommandFailure(
                    "cannot listen on 127.0.0.1:" + port + ": "
                            + String.valueOf(bound.cause().getMessage()),
                    "choose another port, or none to get a free one",
                    bound.cause());
        }
        return bound.channel();
    }

    int port() {
        return port(listener);
    }

    /** The ports of {@link Ways#upstreams}, in their order. */
    List<Integer> upstreamPorts() {
        return upstreams.stream().map(ProxyServer::port).toList();
    }

    private static int port(Channel listener) {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    /** The argument of {@code -javaagent:jvmtap-agent.jar=}. */
    Path sessionFile() {
        return sessionFile;
    }

    /** How many JVMs have a control connection open. */
    int programs() {
        return session.programs().count();
    }

    /** Completes when no JVM has a control connection open: at once if so already. */
    CompletableFuture<Void> whenIdle() {
        return session.programs().whenNone();
    }

    /** Has a program go on without us; false if it is not there. Its connections go on until they end. */
    boolean detach(String program) {
        return session.programs().detach(program);
    }

    /** How many of a program's connections are open. */
    int connections(String program) {
        return session.programs().connections(program);
    }

    /**
     * Ends every connection, and waits until the last events have been emitted. Programs that are left are detached first,
     * so that none finds itself before a closed door; but with fail-closed that is just what they were promised.
     */
    @Override
    public void close() {
        if (!failClosed) {
            await(session.programs().detach(), DETACH_MILLIS);
        }
        session.stop();
        listener.close().awaitUninterruptibly();
        upstreams.forEach(one -> one.close().awaitUninterruptibly());
        drain();
        relay.stop();
        stop(loops, minting, guests);
    }

    /** A program that has just ended leaves the ends of its connections on their way. */
    private void drain() {
        // Programs may still be there, or servers keep half-closed connections open: they are ended then.
        await(relay.whenNone(), DRAIN_MILLIS);
    }

    private static void await(CompletableFuture<?> what, long millis) {
        try {
            what.get(millis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // The caller goes on without.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private static void stop(EventLoopGroup loops, ExecutorService minting, Guests guests) {
        minting.shutdown();
        guests.close();
        // No quiet period: nothing new can come in; the time-out only guards against a stuck channel.
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
