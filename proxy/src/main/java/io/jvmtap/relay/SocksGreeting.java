package io.jvmtap.relay;

import io.jvmtap.entry.Verdict;
import io.jvmtap.flow.Fault.Code;
import io.netty.buffer.ByteBuf;
import io.netty.util.NetUtil;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** SOCKS version 5 (RFC 1928), with user name and password (RFC 1929) where there are any. */
final class SocksGreeting implements WayOutGreeting {
    private static final byte VERSION = 5;
    private static final byte NONE = 0;
    private static final byte PASSWORD = 2;
    private static final byte[] WAIT = new byte[0];
    /** RFC 1929 section 2: lengths are one byte. */
    private static final int MAX_FIELD = 255;

    private enum State {
        METHOD,
        LOGIN,
        REPLY
    }

    private final String host;
    private final int port;
    private final byte @Nullable [] user;
    private final byte[] password;
    private State state = State.METHOD;

    SocksGreeting(String host, int port, @Nullable String user, @Nullable String password) {
        this.host = host;
        this.port = port;
        this.user = user == null ? null : user.getBytes(StandardCharsets.UTF_8);
        this.password = password == null ? new byte[0] : password.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] opening() {
        return user == null ? new byte[] {VERSION, 1, NONE} : new byte[] {VERSION, 2, NONE, PASSWORD};
    }

    @Override
    public byte @Nullable [] next(ByteBuf in) throws DialException {
        return switch (state) {
            case METHOD -> method(in);
            case LOGIN -> login(in);
            case REPLY -> reply(in);
        };
    }

    private byte[] method(ByteBuf in) throws DialException {
        if (in.readableBytes() < 2) {
            return WAIT;
        }
        if (in.readByte() != VERSION) {
            throw failed("the proxy does not speak SOCKS5");
        }
        byte method = in.readByte();
        if (method == NONE) {
            state = State.REPLY;
            return request();
        }
        byte[] name = user;
        if (method != PASSWORD || name == null) {
            throw failed(
                    user == null ? "the proxy wants credentials" : "the proxy does not take a user name and password");
        }
        if (name.length > MAX_FIELD || password.length > MAX_FIELD) {
            throw failed("SOCKS5 takes user names and passwords of at most " + MAX_FIELD + " bytes");
        }
        state = State.LOGIN;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(1);
        out.write(name.length);
        out.writeBytes(name);
        out.write(password.length);
        out.writeBytes(password);
        return out.toByteArray();
    }

    private byte[] login(ByteBuf in) throws DialException {
        if (in.readableBytes() < 2) {
            return WAIT;
        }
        in.skipBytes(1);
        if (in.readByte() != 0) {
            throw failed("the proxy does not take these credentials");
        }
        state = State.REPLY;
        return request();
    }

    /** RFC 1928 section 4. */
    private byte[] request() throws DialException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {VERSION, 1, 0});
        byte[] literal = NetUtil.createByteArrayFromIpAddressString(host);
        if (literal != null) {
            out.write(literal.length == 4 ? 1 : 4);
            out.writeBytes(literal);
        } else {
            byte[] name = host.getBytes(StandardCharsets.US_ASCII);
            if (name.length > MAX_FIELD) {
                throw failed("a name of " + name.length + " bytes");
            }
            out.write(3);
            out.write(name.length);
            out.writeBytes(name);
        }
        out.write(port >> 8);
        out.write(port);
        return out.toByteArray();
    }

    /** RFC 1928 section 6. */
    private static byte @Nullable [] reply(ByteBuf in) throws DialException {
        int start = in.readerIndex();
        if (in.readableBytes() < 5) {
            return WAIT;
        }
        int length = switch (in.getByte(start + 3)) {
            case 1 -> 4;
            case 4 -> 16;
            case 3 -> 1 + in.getUnsignedByte(start + 4);
            default -> throw failed("the proxy does not speak SOCKS5");
        };
        if (in.readableBytes() < 4 + length + 2) {
            return WAIT;
        }
        int code = in.getUnsignedByte(start + 1);
        in.skipBytes(4 + length + 2);
        String said = "the proxy says ";
        switch (code) {
            case 0 -> {
                return null;
            }
            case 2 -> throw failed(said + "that its rules forbid it");
            case 3 ->
                throw new DialException(
                        Verdict.NETWORK_UNREACHABLE, Code.CONNECT_UNREACHABLE, said + "network unreachable");
            case 4 ->
                throw new DialException(Verdict.HOST_UNREACHABLE, Code.CONNECT_UNREACHABLE, said + "host unreachable");
            case 5 -> throw new DialException(Verdict.REFUSED, Code.CONNECT_REFUSED, said + "connection refused");
            case 6 -> throw new DialException(Verdict.TIMED_OUT, Code.CONNECT_TIMED_OUT, said + "TTL expired");
            default -> throw failed(said + "failure " + code);
        }
    }

    private static DialException failed(String why) {
        return new DialException(Verdict.FAILED, Code.CONNECT_FAILED, why);
    }
}
