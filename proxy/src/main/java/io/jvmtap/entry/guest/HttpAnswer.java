package io.jvmtap.entry.guest;

import io.jvmtap.entry.Verdict;
import java.nio.charset.StandardCharsets;

/** What we say for ourselves as an HTTP proxy; nothing that a server says passes here. */
final class HttpAnswer {
    private static final byte[] ESTABLISHED = Way.ascii("HTTP/1.1 200 Connection established\r\n\r\n");

    private HttpAnswer() {}

    static byte[] toConnect(Verdict verdict, String why) {
        return verdict == Verdict.CONNECTED ? ESTABLISHED.clone() : unreachable(verdict, why);
    }

    /** RFC 9110 sections 15.6.3 and 15.6.5. */
    static byte[] unreachable(Verdict verdict, String why) {
        return error(verdict == Verdict.TIMED_OUT ? "504 Gateway Timeout" : "502 Bad Gateway", why);
    }

    /** @param why one line */
    static byte[] error(String status, String why) {
        byte[] body = ("jvmtap: " + why + "\n").getBytes(StandardCharsets.UTF_8);
        byte[] head = ("HTTP/1.1 " + status + "\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: "
                        + body.length + "\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] whole = new byte[head.length + body.length];
        System.arraycopy(head, 0, whole, 0, head.length);
        System.arraycopy(body, 0, whole, head.length, body.length);
        return whole;
    }
}
