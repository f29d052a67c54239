package io.jvmtap.cli;

import io.jvmtap.entry.Answer;
import io.jvmtap.entry.Arrivals;
import io.jvmtap.entry.Judge;
import io.jvmtap.entry.Names;
import io.jvmtap.entry.guest.Asked;
import io.jvmtap.entry.guest.Door;
import io.jvmtap.entry.guest.FirstBytes;
import io.jvmtap.entry.guest.PeerUser;
import io.jvmtap.flow.FlowIds;
import io.jvmtap.relay.GuestTls;
import io.jvmtap.relay.WayOut;
import io.jvmtap.tls.TrustRoots;
import io.jvmtap.tls.UpstreamVerifier;
import io.netty.channel.ChannelHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The parts of a proxy that serve clients without the agent, put together. Safe for use by many threads. */
final class Guests implements AutoCloseable {
    /** Lookups that hang, as with a broken DNS, must not hold everyone else up. */
    private static final int WAITING_THREADS = 32;

    private static final long IDLE_SECONDS = 30;

    private final Ways ways;
    private final ThreadPoolExecutor waiting;
    private final Names names;
    private final GuestTls tls;

    /** @throws CommandFailure if a file with certificates cannot be used */
    Guests(Ways ways) {
        this.ways = ways;
        List<X509Certificate> trusted = new ArrayList<>();
        ways.trust().forEach(file -> trusted.addAll(read(file)));
        UpstreamVerifier verifier = new UpstreamVerifier(
                () -> {
                    List<X509Certificate> roots = TrustRoots.ofThisMachine();
                    roots.addAll(trusted);
                    return roots;
                },
                new HostGlobs(ways.insecure()),
                Clock.systemUTC());
        tls = new GuestTls(verifier, ways.minTls());
        waiting = new ThreadPoolExecutor(
                WAITING_THREADS,
                WAITING_THREADS,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                new DefaultThreadFactory("jvmtap-wait", true));
        waiting.allowCoreThreadTimeOut(true);
        names = new Names(ways.resolver(), waiting);
    }

    private static List<X509Certificate> read(Path file) {
        try {
            return TrustRoots.of(file);
        } catch (NoSuchFileException e) {
            throw new CommandFailure("there is no file " + file, "give --trust a file with certificates", e);
        } catch (IOException e) {
            throw new CommandFailure(
                    "cannot use " + file + ": " + e.getMessage(), "give --trust PEM certificates or a key store", e);
        }
    }

    GuestTls tls() {
        return tls;
    }

    Names names() {
        return names;
    }

    /** @param notices takes one line for each client that is turned away */
    Door door(Arrivals arrivals, FlowIds ids, Consumer<String> notices) {
        WayOut out = ways.out();
        Predicate<String> left = out == null ? host -> false : out::leadsTo;
        return new Door(
                arrivals, ids, names, left, PeerUser.ofThisProcess(), waiting, tls.verifier()::prepare, notices);
    }

    ChannelHandler anyone(Door door, Supplier<ChannelHandler> agents) {
        return FirstBytes.ofAnyone(door, agents, ways.tlsPort());
    }

    static ChannelHandler to(Door door, Ways.Upstream upstream) {
        return FirstBytes.to(
                door,
                new Asked(upstream.host().host(), upstream.host().port(), Answer.NONE, Judge.PROXY_FOR_DESTINATION));
    }

    @Override
    public void close() {
        waiting.shutdownNow();
    }
}
