package io.jvmtap.entry.guest;

import io.jvmtap.entry.Judge;
import io.jvmtap.entry.Verdict;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.util.NetUtil;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** SOCKS version 5 (RFC 1928): CONNECT without authentication, to a name or an address. */
final class Socks5 implements Way {
    private static final byte VERSION = 5;
    private static final byte NO_AUTHENTICATION = 0;
    private static final int CONNECT = 1;
    private static final int IPV4 = 1;
    private static final int NAME = 3;
    private static final int IPV6 = 4;

    /** Reply codes of section 6. */
    private static final int GRANTED = 0;

    private static final int FAILED = 1;
    private static final int NETWORK_UNREACHABLE = 3;
    private static final int HOST_UNREACHABLE = 4;
    private static final int CONNECTION_REFUSED = 5;
    private static final int COMMAND_NOT_SUPPORTED = 7;
    private static final int ADDRESS_TYPE_NOT_SUPPORTED = 8;

    @Override
    public Match match(ByteBuf first) {
        return first.getByte(first.readerIndex()) == VERSION ? Match.MATCH : Match.NO_MATCH;
    }

    @Override
    public Greeting greeting() {
        return new Talk();
    }

    private static final class Talk implements Greeting {
        private boolean welcomed;

        @Override
        public @Nullable Asked read(ByteBuf in, Consumer<byte[]> reply) throws Refused {
            if (!welcomed && !welcome(in, reply)) {
                return null;
            }
            return request(in);
        }

        /** Section 3. */
        private boolean welcome(ByteBuf in, Consumer<byte[]> reply) throws Refused {
            int start = in.readerIndex();
            if (in.readableBytes() < 2 || in.readableBytes() < 2 + in.getUnsignedByte(start + 1)) {
                return false;
            }
            int methods = in.getUnsignedByte(start + 1);
            ByteBuf offered = in.skipBytes(2).readSlice(methods);
            if (offered.indexOf(0, methods, NO_AUTHENTICATION) < 0) {
                throw new Refused(
                        "SOCKS5 with a password, which is not needed here", new byte[] {VERSION, (byte) 0xFF});
            }
            reply.accept(new byte[] {VERSION, NO_AUTHENTICATION});
            welcomed = true;
            return true;
        }

        /** Section 4. */
        private static @Nullable Asked request(ByteBuf in) throws Refused {
            int start = in.readerIndex();
            // A name is at least as long as its length byte, so that this much always comes.
            if (in.readableBytes() < 5) {
                return null;
            }
            int type = in.getByte(start + 3);
            int length = switch (type) {
                case IPV4 -> 4;
                case IPV6 -> 16;
                case NAME -> 1 + in.getUnsignedByte(start + 4);
                default -> throw new Refused("SOCKS5 address type " + type, answer(ADDRESS_TYPE_NOT_SUPPORTED));
            };
            if (in.readableBytes() < 4 + length + 2) {
                return null;
            }
            if (in.getByte(start) != VERSION) {
                throw new Refused("not a SOCKS5 request", answer(FAILED));
            }
            if (in.getByte(start + 1) != CONNECT) {
                throw new Refused(
                        "SOCKS5 command " + in.getByte(start + 1) + "; only CONNECT is known",
                        answer(COMMAND_NOT_SUPPORTED));
            }
            byte[] address = ByteBufUtil.getBytes(in, start + 4, length);
            String host = type == NAME
                    ? new String(address, 1, length - 1, StandardCharsets.US_ASCII)
                    : NetUtil.bytesToIpAddress(address);
            int port = in.getUnsignedShort(start + 4 + length);
            in.skipBytes(4 + length + 2);
            if (host.isEmpty() || port == 0) {
                throw new Refused("SOCKS5 without a destination", answer(FAILED));
            }
            return new Asked(host, port, (verdict, why) -> answer(code(verdict)), Judge.PROXY);
        }
    }

    private static int code(Verdict verdict) {
        return switch (verdict) {
            case CONNECTED -> GRANTED;
            case REFUSED -> CONNECTION_REFUSED;
            case NETWORK_UNREACHABLE -> NETWORK_UNREACHABLE;
            case HOST_UNREACHABLE, TIMED_OUT -> HOST_UNREACHABLE;
            case RESET, FAILED -> FAILED;
        };
    }

    /** With an empty address: which one we went out from is nobody's business. */
    private static byte[] answer(int code) {
        return new byte[] {VERSION, (byte) code, 0, IPV4, 0, 0, 0, 0, 0, 0};
    }
}
