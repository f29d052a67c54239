package io.jvmtap.dissect.grpc;

import io.jvmtap.dissect.Playbook;
import org.junit.jupiter.api.Test;

class GrpcCallsTest {
    private static final String ASK =
            "POST /s/M HTTP/1.1\r\nContent-Type: application/grpc+proto\r\nContent-Length: 17\r\n\r\n";
    private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s";

    @Test
    void eachMessageIsARangeOfItsBody() {
        Playbook.over("http/1.1")
                .withMessages()
                .out(ASK)
                .out("\u0000\u0000\u0000\u0000\u0002ab" + "\u0001\u0000\u0000\u0000\u0000")
                .out("\u0000\u0000\u0000\u0000\u0000")
                .in(ANSWER.formatted("application/grpc-web", 8, "\u0080\u0000\u0000\u0000\u0003a:b"))
                .gives("""
                        1 started http/1.1
                        1 > POST https /s/M HTTP/1.1 | Content-Type: application/grpc+proto | Content-Length: 17
                        1 > body \\x00\\x00\\x00\\x00\\x02ab\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00
                        1 > message GRPC at 5 of 2
                        1 > message GRPC at 12 of 0 compressed
                        1 > message GRPC at 17 of 0
                        1 > end 97
                        1 < 200 [OK] HTTP/1.1 | Content-Type: application/grpc-web | Content-Length: 8
                        1 < body \\x80\\x00\\x00\\x00\\x03a:b
                        1 < message GRPC at 5 of 3 trailers
                        1 < end 82
                        1 ended
                        """);
    }

    @Test
    void whatIsNotLengthPrefixedHasNoMessages() {
        Playbook.over("http/1.1")
                .withMessages()
                .out("GET / HTTP/1.1\r\n\r\n")
                .in(ANSWER.formatted("application/grpc", 5, "hello"))
                .gives("""
                        1 started http/1.1
                        1 > GET https / HTTP/1.1
                        1 > end 18
                        1 < 200 [OK] HTTP/1.1 | Content-Type: application/grpc | Content-Length: 5
                        1 < body hello
                        1 < end 75
                        1 ended
                        """);
    }
}
