package io.jvmtap.entry.guest;

import io.jvmtap.entry.Judge;
import io.jvmtap.entry.Verdict;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Serves a client that sends plain HTTP by proxy. Each run of requests for one host goes through an {@link InnerChannel} of
 * its own, and so is a connection of its own in the record; a request for another host waits until what was asked before
 * has been answered. One instance a client, on its event loop; stays as long as the client does.
 */
final class PlainProxy extends ChannelInboundHandlerAdapter implements InnerChannel.Outside {
    private final Door door;
    private final Queue<String> unanswered = new ArrayDeque<>();
    private ByteBuf held = Unpooled.EMPTY_BUFFER;
    private @Nullable ChannelHandlerContext client;
    private @Nullable InnerChannel inner;
    private @Nullable Authority host;
    private @Nullable Future<?> deadline;
    private boolean lookingUp;
    private boolean reading;
    private boolean inputEnded;

    private MessageScanner requests = requests();
    private MessageScanner responses = responses();

    PlainProxy(Door door) {
        this.door = door;
    }

    private MessageScanner requests() {
        return new RequestScanner() {
            @Override
            void ended() {
                // The next request is looked at by pump.
            }
        };
    }

    private MessageScanner responses() {
        return new ResponseScanner(unanswered) {
            @Override
            void answered() {
                later();
            }
        };
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        client = ctx;
        deadline = ctx.executor()
                .schedule(
                        () -> refuse("after " + FirstBytes.PATIENCE_SECONDS + " s it had not said what it wants"),
                        FirstBytes.PATIENCE_SECONDS,
                        TimeUnit.SECONDS);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        held = ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), held, (ByteBuf) message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        reading = false;
        pump();
    }

    /** Passes on what can be passed on, and asks for more where more is wanted. */
    private void pump() {
        ChannelHandlerContext ctx = client;
        if (ctx == null || !ctx.channel().isActive()) {
            return;
        }
        while (held.isReadable() && !lookingUp) {
            if (requests.betweenMessages() && !next(ctx)) {
                break;
            }
            InnerChannel to = inner;
            if (to == null || !to.isOpen() || !to.hungry()) {
                break;
            }
            ByteBuf passed = ctx.alloc().buffer(held.readableBytes() + 64);
            requests.scan(held, passed);
            to.offer(passed);
        }
        InnerChannel to = inner;
        boolean wanted = to == null || to.hungry() || requests.betweenMessages();
        if (wanted && !lookingUp && !reading && !inputEnded && held.readableBytes() <= Greeting.MAX_LENGTH) {
            reading = true;
            ctx.read();
        } else if (inputEnded && !lookingUp && over()) {
            ctx.close();
        }
    }

    /** The client has ended its side: whether there is nothing left that could be asked or answered. */
    private boolean over() {
        boolean whole = held.indexOf(held.readerIndex(), held.writerIndex(), (byte) '\n') >= 0;
        return requests.betweenMessages() ? unanswered.isEmpty() && !whole : !held.isReadable();
    }

    /** Looks at the next request line. @return whether its request may pass now */
    private boolean next(ChannelHandlerContext ctx) {
        int end = held.indexOf(held.readerIndex(), held.writerIndex(), (byte) '\n');
        if (end < 0) {
            if (held.readableBytes() > Greeting.MAX_LENGTH) {
                refuse("a request line of more than " + Greeting.MAX_LENGTH + " bytes");
            }
            return false;
        }
        String line = held.toString(held.readerIndex(), end - held.readerIndex(), StandardCharsets.ISO_8859_1)
                .stripTrailing();
        if (line.isEmpty()) {
            held.readerIndex(end + 1); // RFC 9112 section 2.2: empty lines before a request are to be ignored
            return held.isReadable() && next(ctx);
        }
        HttpTarget target = HttpTarget.of(line);
        if (target == null) {
            refuse("not a request to a proxy for plain HTTP: " + line.replaceAll("[^\\x20-\\x7e]", "?"));
            return false;
        }
        if (inner == null || !target.authority().equals(host)) {
            if (unanswered.isEmpty()) {
                turnTo(ctx, target.authority());
            }
            return false;
        }
        if (inner.hungry()) {
            unanswered.add(target.method());
        }
        return inner.hungry();
    }

    private void turnTo(ChannelHandlerContext ctx, Authority authority) {
        cancelDeadline();
        InnerChannel former = inner;
        inner = null;
        if (former != null) {
            former.close();
        }
        host = authority;
        lookingUp = true;
        requests = requests();
        responses = responses();
        door.lookUp(authority.host())
                .whenCompleteAsync(
                        (addresses, failure) -> {
                            lookingUp = false;
                            if (ctx.channel().isActive()) {
                                begin(ctx, authority, failure == null ? addresses : List.of());
                            }
                        },
                        ctx.executor());
    }

    private void begin(ChannelHandlerContext ctx, Authority authority, List<InetAddress> addresses) {
        Asked asked = new Asked(
                authority.host(),
                authority.port(),
                (verdict, why) -> verdict == Verdict.CONNECTED ? new byte[0] : HttpAnswer.unreachable(verdict, why),
                Judge.PROXY);
        if (door.leadsBack(asked, addresses)) {
            refuse("it asks for " + authority + ", which leads back to jvmtap itself");
            return;
        }
        InnerChannel next = new InnerChannel(ctx.channel(), this);
        inner = next;
        ctx.channel().eventLoop().register(next);
        door.arrived(next, asked, addresses);
        pump();
    }

    private void refuse(String why) {
        ChannelHandlerContext ctx = client;
        if (ctx != null) {
            held.clear();
            lookingUp = true; // nothing more is looked at
            door.turnedAway(ctx.channel(), why);
            ctx.writeAndFlush(Unpooled.wrappedBuffer(HttpAnswer.error("400 Bad Request", why)))
                    .addListener(ChannelFutureListener.CLOSE);
        }
    }

    // ---- what the inner channel says

    @Override
    public boolean takesMore() {
        return client != null && client.channel().isWritable();
    }

    @Override
    public void said(ByteBuf bytes) {
        ChannelHandlerContext ctx = client;
        if (ctx == null) {
            bytes.release();
            return;
        }
        ByteBuf passed = ctx.alloc().buffer(bytes.readableBytes());
        while (bytes.isReadable()) {
            responses.scan(bytes, passed);
        }
        bytes.release();
        if (responses.isRaw()) {
            // Upgraded, or until the connection ends: nothing else will come over it.
            requests.raw();
        }
        ctx.write(passed, ctx.voidPromise());
    }

    @Override
    public void flushed() {
        if (client != null) {
            client.flush();
        }
    }

    @Override
    public void wantsMore() {
        pump();
    }

    /** A server that closes closes on the client, as it would without us. */
    @Override
    public void closed(InnerChannel which) {
        if (which == inner && client != null) {
            client.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
    }

    private void later() {
        if (client != null) {
            client.executor().execute(this::pump);
        }
    }

    // ---- what the client does

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (inner != null && ctx.channel().isWritable()) {
            inner.resume();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            inputEnded = true;
            pump();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (inner != null) {
            inner.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        cancelDeadline();
        held.release();
        held = Unpooled.EMPTY_BUFFER;
    }

    private void cancelDeadline() {
        if (deadline != null) {
            deadline.cancel(false);
        }
    }
}
