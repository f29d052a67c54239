package io.jvmtap.relay;

import io.jvmtap.entry.Arrival;
import io.jvmtap.entry.Names;
import io.jvmtap.entry.Verdict;
import io.jvmtap.flow.Destination;
import io.jvmtap.flow.Fault.Code;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Connects to real hosts: to the address that the program chose, or to the first of many that answers, or through a proxy.
 * Safe for use by many threads.
 */
final class Dialler {
    private final @Nullable WayOut wayOut;
    private final Names names;

    /**
     * @param wayOut the proxy to go through, null for none
     * @param names looks up that proxy
     */
    Dialler(@Nullable WayOut wayOut, Names names) {
        this.wayOut = wayOut;
        this.names = names;
    }

    /**
     * @return completes on the arrival's event loop, with a connected channel that has no handler yet and reads nothing by
     *     itself; the caller closes it
     */
    Future<Channel> dial(Arrival arrival) {
        EventLoop loop = arrival.channel().eventLoop();
        Promise<Channel> connected = loop.newPromise();
        Destination destination = arrival.destination();
        WayOut through = wayOut;
        if (through != null && through.leadsTo(destination.host())) {
            through(through, arrival, connected);
        } else if (destination.addresses().isEmpty()) {
            connected.setFailure(unknown(destination.host()));
        } else {
            // Any other address than the one that the program chose would not give the program's own outcome.
            List<InetAddress> addresses =
                    arrival.addressChosen() ? destination.addresses().subList(0, 1) : destination.addresses();
            new HappyEyeballs(loop, addresses, destination.port(), arrival.waitMillis(), connected).start();
        }
        return connected;
    }

    private void through(WayOut proxy, Arrival arrival, Promise<Channel> connected) {
        EventLoop loop = arrival.channel().eventLoop();
        Promise<Channel> reached = loop.newPromise();
        reached.addListener((Future<Channel> done) -> {
            if (!done.isSuccess()) {
                connected.tryFailure(new DialException(
                        Faults.verdict(done.cause()),
                        Faults.connect(done.cause()).code(),
                        "the proxy " + proxy + " cannot be reached: "
                                + Faults.connect(done.cause()).detail()));
                return;
            }
            Channel channel = done.getNow();
            WayOutTalk talk = new WayOutTalk(
                    proxy,
                    proxy.greeting(
                            arrival.destination().host(), arrival.destination().port()),
                    connected);
            channel.pipeline().addLast("way out", talk);
        });
        names.lookUp(proxy.host())
                .whenCompleteAsync(
                        (addresses, failure) -> {
                            if (failure != null || addresses.isEmpty()) {
                                reached.setFailure(unknown(proxy.host()));
                            } else {
                                new HappyEyeballs(loop, addresses, proxy.port(), arrival.waitMillis(), reached).start();
                            }
                        },
                        loop);
        if (arrival.waitMillis() > 0) {
            loop.schedule(
                    () -> connected.tryFailure(new DialException(
                            Verdict.TIMED_OUT, Code.CONNECT_TIMED_OUT, "connection timed out: " + proxy)),
                    arrival.waitMillis(),
                    TimeUnit.MILLISECONDS);
        }
    }

    private static DialException unknown(String host) {
        return new DialException(Verdict.FAILED, Code.UNKNOWN_HOST, "unknown host: " + host);
    }
}
