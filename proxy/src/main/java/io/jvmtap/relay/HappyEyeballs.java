package io.jvmtap.relay;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerAdapter;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Connects to the first of a host's addresses that answers (RFC 8305): in the resolver's order, IPv4 and IPv6 by turns,
 * each a little after the one before. On one event loop.
 */
final class HappyEyeballs {
    /** RFC 8305 section 5: the recommended Connection Attempt Delay. */
    static final long DELAY_MILLIS = 250;

    private final EventLoop loop;
    private final Deque<InetAddress> untried;
    private final int port;
    private final long waitMillis;
    private final Promise<Channel> winner;
    private final List<ChannelFuture> attempts = new ArrayList<>();
    private int failed;
    private @Nullable Throwable firstFailure;
    private @Nullable Future<?> next;

    /**
     * @param waitMillis how long each attempt may take, 0 for as long as the kernel tries
     * @param winner gets the channel; if all attempts fail, the failure of the first
     */
    HappyEyeballs(EventLoop loop, List<InetAddress> addresses, int port, long waitMillis, Promise<Channel> winner) {
        this.loop = loop;
        this.untried = new ArrayDeque<>(byTurns(addresses));
        this.port = port;
        this.waitMillis = waitMillis;
        this.winner = winner;
    }

    /** Section 4: the families alternate, starting with that of the first address. */
    static List<InetAddress> byTurns(List<InetAddress> addresses) {
        List<InetAddress> ordered = new ArrayList<>(addresses.size());
        Deque<InetAddress> one = new ArrayDeque<>();
        Deque<InetAddress> other = new ArrayDeque<>();
        for (InetAddress address : addresses) {
            boolean same = address instanceof Inet6Address == addresses.get(0) instanceof Inet6Address;
            (same ? one : other).add(address);
        }
        while (!one.isEmpty() || !other.isEmpty()) {
            if (!one.isEmpty()) {
                ordered.add(one.remove());
            }
            if (!other.isEmpty()) {
                ordered.add(other.remove());
            }
        }
        return ordered;
    }

    void start() {
        InetAddress address = untried.remove();
        ChannelFuture attempt = new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                // The program's own patience counts, and it closes when that ends; 0 leaves the rest to the kernel.
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) Math.min(waitMillis, Integer.MAX_VALUE))
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .handler(new Unowned())
                .connect(new InetSocketAddress(address, port));
        attempts.add(attempt);
        if (!untried.isEmpty()) {
            next = loop.schedule(this::goOn, DELAY_MILLIS, TimeUnit.MILLISECONDS);
        }
        attempt.addListener(done -> ended(attempt));
    }

    private void goOn() {
        if (!winner.isDone() && !untried.isEmpty()) {
            start();
        }
    }

    private void ended(ChannelFuture attempt) {
        if (attempt.isSuccess() && winner.trySuccess(attempt.channel())) {
            cancelNext();
            attempts.stream()
                    .filter(other -> other != attempt)
                    .forEach(other -> other.channel().close());
        } else if (attempt.isSuccess()) {
            attempt.channel().close();
        } else {
            failed++;
            firstFailure = firstFailure == null ? attempt.cause() : firstFailure;
            if (!untried.isEmpty()) {
                cancelNext();
                goOn();
            } else if (failed == attempts.size()) {
                winner.tryFailure(firstFailure);
            }
        }
    }

    private void cancelNext() {
        if (next != null) {
            next.cancel(false);
        }
    }

    /** A bootstrap wants a handler; this one leaves at once. */
    private static final class Unowned extends ChannelHandlerAdapter {
        @Override
        public void handlerAdded(ChannelHandlerContext ctx) {
            ctx.pipeline().remove(this);
        }
    }
}
