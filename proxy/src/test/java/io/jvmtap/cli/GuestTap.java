package io.jvmtap.cli;

import io.jvmtap.dissect.CountedIds;
import io.jvmtap.entry.Names;
import io.jvmtap.entry.guest.Authority;
import io.jvmtap.flow.FlowClock;
import io.jvmtap.flow.FlowEvent;
import io.jvmtap.flow.FlowEvent.ConnectionClosed;
import io.jvmtap.flow.RecordingSink;
import io.jvmtap.relay.WayOut;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** A proxy in this process, for clients without the agent. Every name under {@code .test} is this machine. */
final class GuestTap implements AutoCloseable {
    private static final Duration SOON = Duration.ofSeconds(20);

    /** Knows no other names, so that no lookup leaves the machine. */
    static final Names.Resolver RESOLVER = name -> {
        if (name.endsWith(".test") || name.matches("[0-9.]+|[0-9a-f:]*:[0-9a-f:]*")) {
            return new InetAddress[] {InetAddress.getByName(name.endsWith(".test") ? "127.0.0.1" : name)};
        }
        throw new UnknownHostException(name);
    };

    /** What is to be different from the usual. */
    static final class Wishes {
        int tlsPort = Ways.HTTPS_PORT;
        int minTls = Ways.TLS_1_2;
        List<Ways.Upstream> upstreams = new ArrayList<>();
        List<Path> trust = new ArrayList<>();
        List<String> insecure = new ArrayList<>();

        @Nullable
        WayOut out;

        Names.Resolver resolver = RESOLVER;

        /** Goes on over all taps that write to one sink. */
        final CountedIds ids = new CountedIds();

        Wishes upstream(String host, int port) {
            upstreams.add(new Ways.Upstream(0, new Authority(host, port)));
            return this;
        }
    }

    final RecordingSink seen;
    final Queue<String> notices = new ConcurrentLinkedQueue<>();
    final ProxyServer proxy;
    final Path ca;

    GuestTap(Path directory, RecordingSink seen, Wishes wishes) throws IOException {
        this.seen = seen;
        Path home = Files.createTempDirectory(directory, "tap");
        Ways ways = new Ways(
                wishes.tlsPort,
                wishes.upstreams,
                wishes.trust,
                wishes.insecure,
                wishes.minTls,
                wishes.out,
                wishes.resolver);
        ca = directory.resolve("ca/ca.pem");
        proxy = ProxyServer.start(
                new ProxyServer.Options(
                        List.of(),
                        List.of(),
                        0,
                        false,
                        true,
                        false,
                        false,
                        List.of(),
                        null,
                        home.resolve("session"),
                        ways),
                ProxyServer.authority(directory.resolve("ca")),
                seen,
                wishes.ids,
                FlowClock.system(),
                notices::add);
    }

    int port() {
        return proxy.port();
    }

    /** Waits until every connection that opened has closed, and at least {@code count} have. */
    ConnectionClosed closed(int count) throws InterruptedException {
        List<FlowEvent> events = seen.await(
                so -> {
                    long closed = so.stream()
                            .filter(ConnectionClosed.class::isInstance)
                            .count();
                    return closed >= count
                            && closed
                                    == so.stream()
                                            .filter(FlowEvent.ConnectionOpened.class::isInstance)
                                            .count();
                },
                SOON);
        return (ConnectionClosed) events.stream()
                .filter(ConnectionClosed.class::isInstance)
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    @Override
    public void close() {
        proxy.close();
    }
}
