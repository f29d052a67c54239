package io.jvmtap.entry.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** Bytes in, bytes and ends of messages out; every input also cut at every byte. */
class MessageScannerTest {
    @Test
    void aRequestLosesWhatIsForTheProxyAndNothingElse() {
        assertPassed(
                "POST http://a/x HTTP/1.1\r\nHOST: a\r\nproxy-connection: keep-alive\r\n  folded\r\nX:  y \r\n"
                        + "Content-Length: 3\r\n\r\nabc",
                "POST /x HTTP/1.1\r\nHOST: a\r\nX:  y \r\nContent-Length: 3\r\n\r\nabc",
                1);
        assertPassed("GET http://a HTTP/1.0\n\n", "GET / HTTP/1.0\r\n\n", 1);
    }

    @Test
    void messagesEndWhereTheirFramingSays() {
        String chunked = "PUT http://a/ HTTP/1.1\r\nTransfer-Encoding: gzip, chunked\r\n\r\n"
                + "3;ext=\"\r\"\r\nGET\r\n1\r\nx\r\n0\r\nTrailer: t\r\n\r\n";
        String plain = "GET http://a/ HTTP/1.1\r\n\r\n";
        assertPassed(chunked + plain, (chunked + plain).replace("http://a/", "/"), 2);
    }

    @Test
    void whatCannotBeFramedPassesUntouchedFromThere() {
        for (String field : List.of("Content-Length: x", "Transfer-Encoding: gzip", "Content-Length: -1")) {
            String head = "POST http://a/ HTTP/1.1\r\n" + field + "\r\n\r\n";
            String rest = "GET http://a/ HTTP/1.1\r\n\r\n";
            assertPassed(head + rest, head.replace("http://a/", "/") + rest, 0);
        }
        String bad =
                "POST http://a/ HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\nGET http://a/ HTTP/1.1\r\n\r\n";
        assertPassed(bad, bad.replaceFirst("http://a/", "/"), 0);
    }

    private static void assertPassed(String in, String out, int messages) {
        for (int cut = 0; cut <= in.length(); cut++) {
            int[] ended = {0};
            MessageScanner scanner = new RequestScanner() {
                @Override
                void ended() {
                    ended[0]++;
                }
            };
            assertEquals(out, passed(scanner, in, cut), "cut at " + cut);
            assertEquals(messages, ended[0], "cut at " + cut);
        }
    }

    private static String passed(MessageScanner scanner, String in, int cut) {
        ByteBuf passed = Unpooled.buffer();
        for (String piece : List.of(in.substring(0, cut), in.substring(cut))) {
            ByteBuf bytes = Unpooled.copiedBuffer(piece, StandardCharsets.ISO_8859_1);
            while (bytes.isReadable()) {
                scanner.scan(bytes, passed);
            }
        }
        return passed.toString(StandardCharsets.ISO_8859_1);
    }

    @Test
    void responsesAreCountedAgainstTheirRequests() {
        String ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";
        assertLeft(List.of("GET", "GET"), ok + ok, 0, false);
        assertLeft(List.of("HEAD", "GET"), "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n" + ok, 0, false);
        assertLeft(List.of("PUT"), "HTTP/1.1 100 Continue\r\n\r\n", 1, false);
        assertLeft(
                List.of("PUT"),
                "HTTP/1.1 103 Hints\r\nLink: x\r\n\r\nHTTP/1.1 304 No\r\nContent-Length: 9\r\n\r\n",
                0,
                false);
        assertLeft(List.of("GET"), "HTTP/1.1 200 OK\r\n\r\nuntil the end", 1, true);
        assertLeft(List.of("GET"), "HTTP/1.1 101 Switching\r\n\r\n\u0081\u0000", 1, true);
    }

    private static void assertLeft(List<String> methods, String responses, int left, boolean raw) {
        for (int cut = 0; cut <= responses.length(); cut++) {
            Queue<String> unanswered = new ArrayDeque<>(methods);
            MessageScanner scanner = new ResponseScanner(unanswered) {
                @Override
                void answered() {
                    // The queue tells.
                }
            };
            assertEquals(responses, passed(scanner, responses, cut));
            assertEquals(left, unanswered.size(), "cut at " + cut);
            assertEquals(raw, scanner.isRaw());
        }
    }
}
