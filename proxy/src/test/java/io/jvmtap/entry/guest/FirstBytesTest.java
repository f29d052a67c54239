package io.jvmtap.entry.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvmtap.entry.Names;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FirstBytesTest {
    private static final Names.Resolver NOWHERE = name -> {
        throw new UnknownHostException(name);
    };

    private final List<String> notices = new ArrayList<>();
    private final List<Object> agents = new ArrayList<>();

    private EmbeddedChannel client() {
        Door door = new Door(
                arrival -> {
                    throw new AssertionError("nobody arrives here");
                },
                new io.jvmtap.dissect.CountedIds(),
                new Names(NOWHERE, Runnable::run),
                host -> false,
                new PeerUser(List.of(), OptionalLong.empty()),
                Runnable::run,
                () -> {},
                notices::add);
        EmbeddedChannel client = new EmbeddedChannel();
        client.freezeTime();
        client.pipeline()
                .addLast(FirstBytes.ofAnyone(
                        door,
                        () -> new ChannelInboundHandlerAdapter() {
                            @Override
                            public void channelRead(io.netty.channel.ChannelHandlerContext ctx, Object message) {
                                agents.add(((ByteBuf) message).toString(StandardCharsets.ISO_8859_1));
                                ((ByteBuf) message).release();
                            }
                        },
                        443));
        client.pipeline().fireChannelActive();
        return client;
    }

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
    }

    @Test
    void aClientThatDawdlesIsTurnedAwayAfterAWhile() {
        EmbeddedChannel client = client();
        client.writeInbound(bytes("CONN"));
        client.advanceTimeBy(FirstBytes.PATIENCE_SECONDS - 1, TimeUnit.SECONDS);
        client.runScheduledPendingTasks();
        client.writeInbound(bytes("E"));
        assertTrue(client.isOpen());
        client.advanceTimeBy(2, TimeUnit.SECONDS);
        client.runScheduledPendingTasks();
        assertFalse(client.isOpen());
        assertEquals(List.of("turned away a client on port 0: after 10 s it had not said what it wants"), notices);
        client.finishAndReleaseAll();
    }

    @Test
    void anAgentIsHandedOverWithAllItSaidAndNobodyAsksWhoseItIs() {
        String preface = "\r\n\r\n\0\r\nQUIT\nrest";
        EmbeddedChannel client = client();
        for (char one : preface.toCharArray()) {
            client.writeInbound(bytes(String.valueOf(one)));
        }
        assertEquals(preface, String.join("", agents.toArray(String[]::new)));
        assertEquals(List.of(), notices);
        client.advanceTimeBy(FirstBytes.PATIENCE_SECONDS + 1, TimeUnit.SECONDS);
        client.runScheduledPendingTasks();
        assertTrue(client.isOpen());
        client.finishAndReleaseAll();
    }

    @Test
    void bytesThatNobodyKnowsAreShownInPart() {
        EmbeddedChannel client = client();
        client.writeInbound(bytes("EHLO mail.example.test\r\n"));
        assertFalse(client.isOpen());
        assertEquals(1, notices.size());
        assertTrue(
                notices.get(0)
                        .endsWith("its first bytes are of no protocol known here: 45484c4f206d61696c2e6578616d706c"),
                notices.toString());
        client.finishAndReleaseAll();
    }
}
