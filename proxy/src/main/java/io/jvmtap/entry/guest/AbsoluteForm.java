package io.jvmtap.entry.guest;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Plain HTTP through a proxy: requests that name their host in the request line (RFC 9112 section 3.2.2). */
final class AbsoluteForm implements Way {
    /** The longest registered method has 17 letters. */
    private static final Pattern OPENING = Pattern.compile("[A-Za-z-]{1,32} [Hh][Tt][Tt][Pp]://.*", Pattern.DOTALL);

    private static final Pattern BEGUN = Pattern.compile("[A-Za-z-]{1,32}( ([Hh]([Tt]([Tt]([Pp](:(/)?)?)?)?)?)?)?");

    @Override
    public Match match(ByteBuf first) {
        int length = Math.min(first.readableBytes(), FirstBytes.SNIFFED_BYTES);
        String text = first.toString(first.readerIndex(), length, StandardCharsets.ISO_8859_1);
        if (OPENING.matcher(text).matches()) {
            return Match.MATCH;
        }
        return BEGUN.matcher(text).matches() ? Match.NEED_MORE : Match.NO_MATCH;
    }

    @Override
    public Greeting greeting() {
        throw new IllegalStateException("such a client is handed over");
    }

    @Override
    public ChannelHandler takeOver(Door door) {
        return new PlainProxy(door);
    }
}
