package io.jvmtap.entry.guest;

import io.jvmtap.entry.Verdict;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells by its first bytes how a client comes in, hears what it asks for, and hands it on. Agents are handed to a handler of
 * their own; everyone else must be of our own user.
 *
 * <pre>
 *   SNIFFING ──► ADMITTING ──► GREETING ──► LOOKING UP ──► an Arrival
 *      └─► the agents' handler
 * </pre>
 *
 * One instance a connection, on its event loop; removes itself from the pipeline when it is done.
 */
public final class FirstBytes extends ChannelInboundHandlerAdapter {
    /** From the start until it is clear what a client wants: programs do not dawdle, and sockets are few. */
    static final long PATIENCE_SECONDS = 10;

    /** Longer than anything by which a way is told from another. */
    static final int SNIFFED_BYTES = 256;

    /** Shown of bytes that nobody knows. */
    private static final int SHOWN_BYTES = 16;

    /** The opening of every agent (resolver-hook/WIRE.md section 1). */
    private static final byte[] PREFACE = {0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A};

    private final Door door;
    private final Supplier<ChannelHandler> agents;
    private final List<Way> ways;
    private final @Nullable Asked fixed;

    private ByteBuf seen = Unpooled.EMPTY_BUFFER;
    private @Nullable Greeting greeting;
    private boolean hungry = true;
    private @Nullable Future<?> deadline;

    private FirstBytes(Door door, Supplier<ChannelHandler> agents, List<Way> ways, @Nullable Asked fixed) {
        this.door = door;
        this.agents = agents;
        this.ways = ways;
        this.fixed = fixed;
    }

    /**
     * For a client that may be anyone.
     *
     * @param agents makes the handler for an agent
     * @param tlsPort the port meant by a client that opens with TLS
     */
    public static FirstBytes ofAnyone(Door door, Supplier<ChannelHandler> agents, int tlsPort) {
        List<Way> ways = new ArrayList<>();
        ways.add(new BareTls(tlsPort));
        ways.add(new HttpConnect());
        ways.add(new Socks5());
        ways.add(new Socks4());
        ways.add(new AbsoluteForm());
        return new FirstBytes(door, agents, ways, null);
    }

    /** For a client of a port that leads to one host: it need not say anything. */
    public static FirstBytes to(Door door, Asked fixed) {
        return new FirstBytes(
                door,
                () -> {
                    throw new IllegalStateException("no agent comes here");
                },
                List.of(),
                fixed);
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        deadline = ctx.executor()
                .schedule(
                        () -> turnAway(ctx, "after " + PATIENCE_SECONDS + " s it had not said what it wants"),
                        PATIENCE_SECONDS,
                        TimeUnit.SECONDS);
        if (fixed == null) {
            ctx.read();
        } else {
            admit(ctx, () -> listenTo(ctx, (in, reply) -> fixed));
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        // Merged and not chained: a client may come byte by byte.
        seen = ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), seen, (ByteBuf) message);
        if (!hungry) {
            return;
        }
        if (greeting == null) {
            sniff(ctx);
        } else {
            listen(ctx);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (hungry && !ctx.isRemoved()) {
            ctx.read();
        }
    }

    private void sniff(ChannelHandlerContext ctx) {
        if (!seen.isReadable()) {
            return;
        }
        Match agent = Way.startsWith(seen, PREFACE);
        if (agent == Match.MATCH) {
            ChannelHandler handler = agents.get();
            ctx.pipeline().addAfter(ctx.name(), null, handler);
            leave(ctx, true);
            return;
        }
        boolean undecided = agent == Match.NEED_MORE;
        for (Way way : ways) {
            Match match = way.match(seen);
            if (match == Match.MATCH) {
                admit(ctx, way);
                return;
            }
            undecided |= match == Match.NEED_MORE;
        }
        if (!undecided || seen.readableBytes() > SNIFFED_BYTES) {
            turnAway(
                    ctx,
                    "its first bytes are of no protocol known here: "
                            + ByteBufUtil.hexDump(
                                    seen, seen.readerIndex(), Math.min(SHOWN_BYTES, seen.readableBytes())));
        }
    }

    private void admit(ChannelHandlerContext ctx, Way way) {
        admit(ctx, () -> {
            ChannelHandler handler = way.takeOver(door);
            if (handler == null) {
                listenTo(ctx, way.greeting());
            } else {
                ctx.pipeline().addAfter(ctx.name(), null, handler);
                leave(ctx, true);
            }
        });
    }

    private void listenTo(ChannelHandlerContext ctx, Greeting next) {
        hungry = true;
        greeting = next;
        listen(ctx);
        channelReadComplete(ctx);
    }

    private void admit(ChannelHandlerContext ctx, Runnable next) {
        hungry = false;
        // A client may say all it has to say and then close its side.
        ctx.channel().config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        door.admit(ctx.channel())
                .whenCompleteAsync(
                        (refusal, failure) -> {
                            if (ctx.isRemoved()) {
                                return;
                            }
                            if (failure != null || refusal != null) {
                                turnAway(ctx, failure != null ? failure.toString() : refusal);
                                return;
                            }
                            next.run();
                        },
                        ctx.executor());
    }

    private void listen(ChannelHandlerContext ctx) {
        Greeting talk = greeting;
        if (talk == null || !hungry) {
            return;
        }
        try {
            Asked asked = talk.read(seen, reply -> ctx.writeAndFlush(Unpooled.wrappedBuffer(reply), ctx.voidPromise()));
            if (asked != null) {
                lookUp(ctx, asked);
            } else if (seen.readableBytes() > Greeting.MAX_LENGTH) {
                turnAway(ctx, "it says more than " + Greeting.MAX_LENGTH + " bytes before it says what it wants");
            }
        } catch (Refused e) {
            turnAway(ctx, String.valueOf(e.getMessage()), e.answer());
        }
    }

    private void lookUp(ChannelHandlerContext ctx, Asked asked) {
        hungry = false;
        cancelDeadline();
        door.lookUp(asked.host())
                .whenCompleteAsync(
                        (addresses, failure) -> {
                            if (ctx.isRemoved() || !ctx.channel().isActive()) {
                                return;
                            }
                            arrive(ctx, asked, failure == null ? addresses : List.of());
                        },
                        ctx.executor());
    }

    private void arrive(ChannelHandlerContext ctx, Asked asked, List<InetAddress> addresses) {
        if (door.leadsBack(asked, addresses)) {
            String why = "it asks for " + asked.host() + ", port " + asked.port()
                    + ", which leads back to jvmtap itself; --upstream can name the real address";
            turnAway(ctx, why, asked.answer().to(Verdict.FAILED, "that leads back to jvmtap itself"));
            return;
        }
        door.arrived(ctx.channel(), asked, addresses);
        leave(ctx, false);
    }

    private void turnAway(ChannelHandlerContext ctx, String why) {
        turnAway(ctx, why, new byte[0]);
    }

    private void turnAway(ChannelHandlerContext ctx, String why, byte[] answer) {
        hungry = false;
        door.turnedAway(ctx.channel(), why);
        ctx.writeAndFlush(Unpooled.wrappedBuffer(answer)).addListener(ChannelFutureListener.CLOSE);
        ctx.pipeline().remove(this);
    }

    /** What was not consumed belongs to the next handler. */
    private void leave(ChannelHandlerContext ctx, boolean starts) {
        ByteBuf rest = seen;
        seen = Unpooled.EMPTY_BUFFER;
        if (starts) {
            ctx.fireChannelActive();
        }
        if (rest.isReadable()) {
            ctx.fireChannelRead(rest);
            ctx.fireChannelReadComplete();
        } else {
            rest.release();
        }
        ctx.pipeline().remove(this);
    }

    /** Nothing is read while a client waits for us, so this one has left in the middle of its greeting. */
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            ctx.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        cancelDeadline();
        seen.release();
        seen = Unpooled.EMPTY_BUFFER;
    }

    private void cancelDeadline() {
        if (deadline != null) {
            deadline.cancel(false);
        }
    }
}
