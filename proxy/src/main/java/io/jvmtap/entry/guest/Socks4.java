package io.jvmtap.entry.guest;

import io.jvmtap.entry.Judge;
import io.jvmtap.entry.Verdict;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.util.NetUtil;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** SOCKS version 4 and 4a: CONNECT to an IPv4 address, or to a name that follows an impossible one (0.0.0.x). */
final class Socks4 implements Way {
    private static final byte VERSION = 4;
    private static final int CONNECT = 1;
    private static final int GRANTED = 0x5A;
    private static final int FAILED = 0x5B;
    private static final int FIXED_LENGTH = 8;

    @Override
    public Match match(ByteBuf first) {
        return Way.startsWith(first, new byte[] {VERSION, CONNECT});
    }

    @Override
    public Greeting greeting() {
        return (in, reply) -> request(in);
    }

    private static @Nullable Asked request(ByteBuf in) throws Refused {
        int start = in.readerIndex();
        int userEnd = in.indexOf(start + FIXED_LENGTH, in.writerIndex(), (byte) 0);
        if (in.readableBytes() <= FIXED_LENGTH || userEnd < 0) {
            return null;
        }
        byte[] address = ByteBufUtil.getBytes(in, start + 4, 4);
        boolean named = address[0] == 0 && address[1] == 0 && address[2] == 0 && address[3] != 0;
        int end = userEnd;
        String host = NetUtil.bytesToIpAddress(address);
        if (named) {
            end = in.indexOf(userEnd + 1, in.writerIndex(), (byte) 0);
            if (end < 0) {
                return null;
            }
            host = in.toString(userEnd + 1, end - userEnd - 1, StandardCharsets.US_ASCII);
        }
        int port = in.getUnsignedShort(start + 2);
        in.readerIndex(end + 1);
        if (host.isEmpty() || port == 0) {
            throw new Refused("SOCKS4 without a destination", answer(FAILED));
        }
        return new Asked(
                host, port, (verdict, why) -> answer(verdict == Verdict.CONNECTED ? GRANTED : FAILED), Judge.PROXY);
    }

    private static byte[] answer(int code) {
        return new byte[] {0, (byte) code, 0, 0, 0, 0, 0, 0};
    }
}
