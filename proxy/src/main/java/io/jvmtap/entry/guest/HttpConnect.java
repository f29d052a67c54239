package io.jvmtap.entry.guest;

import io.jvmtap.entry.Judge;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A tunnel through an HTTP proxy (RFC 9110 section 9.3.6). */
final class HttpConnect implements Way {
    private static final byte[] METHOD = Way.ascii("CONNECT ");

    @Override
    public Match match(ByteBuf first) {
        return Way.startsWith(first, METHOD);
    }

    @Override
    public Greeting greeting() {
        return (in, reply) -> request(in);
    }

    private static @Nullable Asked request(ByteBuf in) throws Refused {
        int end = endOfHead(in);
        if (end < 0) {
            return null;
        }
        String head = in.toString(in.readerIndex(), end - in.readerIndex(), StandardCharsets.ISO_8859_1);
        in.readerIndex(end);
        String[] words = head.lines().findFirst().orElse("").split(" ", -1);
        Authority asked = words.length == 3 && words[2].startsWith("HTTP/1.") ? Authority.of(words[1], 0) : null;
        if (asked == null) {
            throw new Refused(
                    "an HTTP CONNECT without HOST:PORT", HttpAnswer.error("400 Bad Request", "CONNECT HOST:PORT"));
        }
        return new Asked(asked.host(), asked.port(), HttpAnswer::toConnect, Judge.PROXY);
    }

    /** The index behind the empty line, -1 if it has not come. Lines may end in a bare LF (RFC 9112 section 2.2). */
    private static int endOfHead(ByteBuf in) {
        boolean empty = false;
        for (int i = in.readerIndex(); i < in.writerIndex(); i++) {
            byte one = in.getByte(i);
            if (one == '\n' && empty) {
                return i + 1;
            }
            empty = one == '\n' || one == '\r' && empty;
        }
        return -1;
    }
}
