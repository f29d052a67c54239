package io.jvmtap.entry.guest;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One way in, told by its first bytes. Stateless. */
interface Way {
    /** @param first all that came so far, at least one byte; not consumed */
    Match match(ByteBuf first);

    /** Reads what the client asks for; a new one for each client. */
    Greeting greeting();

    /** Serves a client of this way to its end; null where it is handed on after its greeting. */
    default @Nullable ChannelHandler takeOver(Door door) {
        return null;
    }

    /** Whether the bytes are, or could become, those of {@code prefix}. */
    static Match startsWith(ByteBuf first, byte[] prefix) {
        int there = Math.min(first.readableBytes(), prefix.length);
        for (int i = 0; i < there; i++) {
            if (first.getByte(first.readerIndex() + i) != prefix[i]) {
                return Match.NO_MATCH;
            }
        }
        return there == prefix.length ? Match.MATCH : Match.NEED_MORE;
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
