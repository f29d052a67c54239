package io.jvmtap.relay;

import io.jvmtap.entry.Verdict;
import io.jvmtap.flow.Fault.Code;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** HTTP CONNECT (RFC 9110 section 9.3.6), with Basic credentials (RFC 7617) where there are any. */
final class HttpGreeting implements WayOutGreeting {
    /** Heads of proxies' refusals stay far below; more is no proxy. */
    private static final int MAX_HEAD = 64 * 1024;

    private final String authority;
    private final @Nullable String user;
    private final @Nullable String password;

    HttpGreeting(String host, int port, @Nullable String user, @Nullable String password) {
        this.authority = (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
        this.user = user;
        this.password = password;
    }

    @Override
    public byte[] opening() {
        String credentials = user == null
                ? ""
                : "Proxy-Authorization: Basic "
                        + Base64.getEncoder()
                                .encodeToString((user + ":" + (password == null ? "" : password))
                                        .getBytes(StandardCharsets.UTF_8))
                        + "\r\n";
        return ("CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\n" + credentials + "\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public byte @Nullable [] next(ByteBuf in) throws DialException {
        int end = endOfHead(in);
        if (end < 0 && in.readableBytes() <= MAX_HEAD) {
            return new byte[0];
        }
        int length = (end < 0 ? in.writerIndex() : end) - in.readerIndex();
        String line = in.readCharSequence(length, StandardCharsets.ISO_8859_1)
                .toString()
                .lines()
                .findFirst()
                .orElse("");
        String[] words = line.split(" ", 3);
        if (end < 0 || words.length < 2 || !words[0].startsWith("HTTP/1.") || !words[1].matches("[1-5]\\d\\d")) {
            throw new DialException(Verdict.FAILED, Code.CONNECT_FAILED, "the proxy does not speak HTTP");
        }
        int status = Integer.parseInt(words[1]);
        if (status / 100 == 2) {
            return null;
        }
        if (status / 100 == 1) {
            return next(in);
        }
        String said = "the proxy says " + words[1] + (words.length > 2 ? " " + words[2] : "");
        throw switch (status) {
            case 407 ->
                new DialException(
                        Verdict.FAILED,
                        Code.CONNECT_FAILED,
                        said + (user == null ? ": it wants credentials" : ": it does not take these credentials"));
            case 504 -> new DialException(Verdict.TIMED_OUT, Code.CONNECT_TIMED_OUT, said);
            case 502, 503 -> new DialException(Verdict.HOST_UNREACHABLE, Code.CONNECT_UNREACHABLE, said);
            default -> new DialException(Verdict.FAILED, Code.CONNECT_FAILED, said);
        };
    }

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
