package io.jvmtap.dissect.http2;

import static io.jvmtap.dissect.http2.Frames.ACK;
import static io.jvmtap.dissect.http2.Frames.END_HEADERS;
import static io.jvmtap.dissect.http2.Frames.END_STREAM;
import static io.jvmtap.dissect.http2.Frames.HELLO;
import static io.jvmtap.dissect.http2.Frames.PADDED;
import static io.jvmtap.dissect.http2.Frames.PRIORITY;
import static io.jvmtap.dissect.http2.Frames.SETTINGS;
import static io.jvmtap.dissect.http2.Frames.block;
import static io.jvmtap.dissect.http2.Frames.data;
import static io.jvmtap.dissect.http2.Frames.frame;
import static io.jvmtap.dissect.http2.Frames.get;
import static io.jvmtap.dissect.http2.Frames.goAway;
import static io.jvmtap.dissect.http2.Frames.head;
import static io.jvmtap.dissect.http2.Frames.lastData;
import static io.jvmtap.dissect.http2.Frames.lastHead;
import static io.jvmtap.dissect.http2.Frames.number;
import static io.jvmtap.dissect.http2.Frames.post;
import static io.jvmtap.dissect.http2.Frames.promise;
import static io.jvmtap.dissect.http2.Frames.request;
import static io.jvmtap.dissect.http2.Frames.reset;

import io.jvmtap.dissect.Playbook;
import io.jvmtap.flow.Direction;
import io.jvmtap.flow.Fault;
import org.junit.jupiter.api.Test;

class Http2DissectorTest {
    private static final String GOT = """
            1 started h2
            1 > GET https /a HTTP/2 | :method: GET | :scheme: https | :path: /a
            1 > end 47
            """;
    private static final String POSTED = """
            1 started h2
            1 > POST https /a HTTP/2 | :method: POST | :scheme: https | :path: /a
            """;

    @Test
    void aStreamIsAnExchange() {
        over().out(HELLO
                        + lastHead(1, request("GET", "/a?b=1", ":authority", "a.example", "X-Odd", "1", "x", "\u00e9")))
                .in(SETTINGS + ACK + head(1, ":status", "402", "b", "1", "a", "2", "b", "3") + lastData(1, "no"))
                .gives("""
                        1 started h2
                        1 > GET https /a?b=1 HTTP/2 | :method: GET | :scheme: https | :path: /a?b=1 | :authority: a.example | X-Odd: 1 | x: \\xE9
                        1 > end 87
                        1 < 402 [] HTTP/2 | :status: 402 | b: 1 | a: 2 | b: 3
                        1 < body no
                        1 < end 48
                        1 ended
                        """);
    }

    @Test
    void priorKnowledgeIsFoundByThePreface() {
        Playbook.unencrypted()
                .out(HELLO + lastHead(1, ":method", "GET", ":path", "/"))
                .in(SETTINGS + lastHead(1, ":status", "204"))
                .gives("""
                        1 started h2
                        1 > GET http / HTTP/2 | :method: GET | :path: /
                        1 > end 31
                        1 < 204 [] HTTP/2 | :status: 204
                        1 < end 22
                        1 ended
                        """);
    }

    @Test
    void aWebSocketOverAStreamHasMessages() {
        over().withMessages()
                .out(HELLO + head(1, request("CONNECT", "/ws", ":protocol", "websocket")))
                .in(SETTINGS + head(1, ":status", "200"))
                .out(data(1, "\u0081\u0082\u0000\u0000\u0000\u0000hi"))
                .in(data(1, "\u0081\u0002ok"))
                .out(lastData(1, "\u0088\u0080\u0000\u0000\u0000\u0000"))
                .in(lastData(1, "\u0088\u0000"))
                .gives("""
                        1 started h2
                        1 > CONNECT https /ws HTTP/2 | :method: CONNECT | :scheme: https | :path: /ws | :protocol: websocket
                        1 < 200 [] HTTP/2 | :status: 200
                        1 > body hi
                        1 > message TEXT at 0 of 2
                        1 < body ok
                        1 < message TEXT at 0 of 2
                        1 > message CLOSE at -1 of 0 1005
                        1 > end 105
                        1 < message CLOSE at -1 of 0 1005
                        1 < end 46
                        1 ended
                        """);
    }

    @Test
    void streamsOverlap() {
        over().out(HELLO + post(1, "/a") + get(3, "/b") + data(1, "one"))
                .in(SETTINGS + head(3, ":status", "200") + data(3, "B"))
                .out(lastData(1, "two"))
                .in(head(1, ":status", "201") + lastData(3, "b") + lastData(1, ""))
                .gives(POSTED + """
                        2 started h2
                        2 > GET https /b HTTP/2 | :method: GET | :scheme: https | :path: /b
                        2 > end 47
                        1 > body one
                        2 < 200 [] HTTP/2 | :status: 200
                        2 < body B
                        1 > body two
                        1 > end 72
                        1 < 201 [] HTTP/2 | :status: 201
                        2 < body b
                        2 < end 42
                        2 ended
                        1 < end 31
                        1 ended
                        """);
    }

    @Test
    void headsSpanFramesAndArePadded() {
        String block = block(request("POST", "/a"));
        over().out(HELLO
                        + frame(
                                1,
                                PADDED | PRIORITY,
                                1,
                                "\3" + number(0x80000000) + "\17" + block.substring(0, 5) + "\0\0\0")
                        + frame(9, 0, 1, "")
                        + frame(9, END_HEADERS, 1, block.substring(5))
                        + frame(0, PADDED | END_STREAM, 1, "\5hello\0\0\0\0\0"))
                .in(SETTINGS + frame(1, END_HEADERS | PADDED, 1, "\1" + block(":status", "200") + "\0"))
                .in(frame(0, PADDED, 1, "\0ok") + frame(0, PADDED | END_STREAM, 1, "\0"))
                .gives(POSTED + """
                        1 > body hello
                        1 > end 95
                        1 < 200 [] HTTP/2 | :status: 200
                        1 < body ok
                        1 < end 46
                        1 ended
                        """);
    }

    @Test
    void whatIsOfNoExchangeIsPassedOver() {
        over().out(HELLO
                        + frame(4, 0, 0, "\0\1\0\0\20\0\0\2\0\0\0\0")
                        + frame(8, 0, 0, number(1))
                        + frame(2, 0, 3, "?????"))
                .out(get(1, "/a") + frame(0xBE, 0xFF, 1, "unknown") + frame(6, 0, 0, "8 octets"))
                .in(SETTINGS + frame(0xC, 0, 0, "origin") + lastHead(1, ":status", "200") + data(1, "late"))
                .out(data(1, "late") + frame(8, 0, 1, number(1)))
                .gives(GOT + """
                        1 < 200 [] HTTP/2 | :status: 200
                        1 < end 22
                        1 ended
                        """);
    }

    @Test
    void interimAnswersAndTrailersAreToldOf() {
        over().out(HELLO + post(1, "/a"))
                .in(SETTINGS + head(1, ":status", "103", "link", "x") + head(1, ":status", "100"))
                .out(data(1, "b") + lastHead(1, "sum", "1"))
                .in(head(1, ":status", "200") + data(1, "B") + lastHead(1, "grpc-status", "0", "X", "y"))
                .gives(POSTED + """
                        1 < interim 103  | :status: 103 | link: x
                        1 < interim 100  | :status: 100
                        1 > body b
                        1 > trailers | sum: 1
                        1 > end 74
                        1 < 200 [] HTTP/2 | :status: 200
                        1 < body B
                        1 < trailers | grpc-status: 0 | X: y
                        1 < end 61
                        1 ended
                        """);
    }

    @Test
    void aResetEndsAnExchangeAndSaysWhoAndWhy() {
        over().out(HELLO + get(1, "/a") + get(3, "/a"))
                .in(SETTINGS + head(1, ":status", "200") + data(1, "part"))
                .out(reset(1, 8))
                .in(data(1, "on its way") + reset(3, 7) + reset(3, 7) + reset(5, 99))
                .gives(GOT + GOT.replace("1 s", "2 s").replace("1 >", "2 >") + """
                        1 < 200 [] HTTP/2 | :status: 200
                        1 < body part
                        1 ended RESET_BY_PROGRAM EXCHANGE: RST_STREAM CANCEL
                        2 ended RESET_BY_SERVER EXCHANGE: RST_STREAM REFUSED_STREAM
                        """);
    }

    @Test
    void anEarlyAnswerNeedsNoMoreOfTheRequest() {
        over().out(HELLO + post(1, "/a") + data(1, "part"))
                .in(SETTINGS + lastHead(1, ":status", "413") + reset(1, 0))
                .out(data(1, "late"))
                .gives(POSTED + """
                        1 > body part
                        1 < 413 [] HTTP/2 | :status: 413
                        1 < end 22
                        1 > end 61
                        1 ended
                        """);
    }

    @Test
    void goAwayEndsWhatTheServerHasNotLookedAt() {
        over().out(HELLO + get(1, "/a") + get(3, "/a"))
                .in(SETTINGS + goAway(0x7FFFFFFF, 0, "") + goAway(1, 11, "too_many\npings"))
                .out(get(5, "/a") + goAway(0, 0, ""))
                .in(lastHead(1, ":status", "200"))
                .gives(GOT + GOT.replace("1 s", "2 s").replace("1 >", "2 >") + """
                        2 ended RESET_BY_SERVER EXCHANGE: GOAWAY ENHANCE_YOUR_CALM (too_many?pings): not looked at
                        """
                        + GOT.replace("1 s", "3 s").replace("1 >", "3 >") + """
                        3 ended RESET_BY_SERVER EXCHANGE: GOAWAY ENHANCE_YOUR_CALM (too_many?pings): not looked at
                        1 < 200 [] HTTP/2 | :status: 200
                        1 < end 22
                        1 ended
                        """);
    }

    @Test
    void aPushIsAnExchangeOfItsOwn() {
        over().out(HELLO + get(1, "/a"))
                .in(SETTINGS
                        + promise(1, 2, request("GET", "/s"))
                        + head(1, ":status", "200")
                        + head(2, ":status", "200"))
                .in(lastData(2, "S") + lastData(1, "A") + promise(1, 4, request("GET", "/t")))
                .out(reset(4, 8))
                .gives(GOT + """
                        2 started h2 push
                        2 > GET https /s HTTP/2 | :method: GET | :scheme: https | :path: /s
                        2 > end 51
                        1 < 200 [] HTTP/2 | :status: 200
                        2 < 200 [] HTTP/2 | :status: 200
                        2 < body S
                        2 < end 32
                        2 ended
                        1 < body A
                        1 < end 32
                        1 ended
                        3 started h2 push
                        3 > GET https /t HTTP/2 | :method: GET | :scheme: https | :path: /t
                        3 > end 51
                        3 ended RESET_BY_PROGRAM EXCHANGE: RST_STREAM CANCEL
                        """);
    }

    @Test
    void connectAndExtendedConnectCarryWhatTheyCarry() {
        over().out(HELLO + head(1, ":method", "CONNECT", ":authority", "a:443"))
                .out(head(3, request("CONNECT", "/chat", ":protocol", "websocket")))
                .in(SETTINGS + head(3, ":status", "200") + data(3, "frames") + head(1, ":status", "200"))
                .out(lastData(3, "more") + lastData(1, "tunnel"))
                .in(lastData(3, "") + lastData(1, ""))
                .gives("""
                        1 started h2
                        1 > CONNECT https a:443 HTTP/2 | :method: CONNECT | :authority: a:443
                        2 started h2
                        2 > CONNECT https /chat HTTP/2 | :method: CONNECT | :scheme: https | :path: /chat | :protocol: websocket
                        2 < 200 [] HTTP/2 | :status: 200
                        2 < body frames
                        1 < 200 [] HTTP/2 | :status: 200
                        2 > body more
                        2 > end 88
                        1 > body tunnel
                        1 > end 59
                        2 < end 46
                        2 ended
                        1 < end 31
                        1 ended
                        """);
    }

    @Test
    void whatIsMissingAtTheEndIsSaid() {
        over().out(HELLO + get(1, "/a"))
                .in(SETTINGS + goAway(1, 2, ""))
                .end(Direction.IN)
                .gives(GOT + "1 ended TRUNCATED MESSAGE: no response came, after GOAWAY INTERNAL_ERROR");
        over().out(HELLO + get(1, "/a"))
                .in(SETTINGS + head(1, ":status", "200") + data(1, "x").substring(0, 4))
                .gives(GOT + """
                        1 < 200 [] HTTP/2 | :status: 200
                        stream < \\x00\\x00\\x01\\x00
                        1 ended TRUNCATED MESSAGE: response: its stream has no end
                        """);
        over().out(HELLO + post(1, "/a"))
                .end(Direction.OUT)
                .in(SETTINGS + lastHead(1, ":status", "200"))
                .gives(POSTED + """
                        1 < 200 [] HTTP/2 | :status: 200
                        1 < end 22
                        1 ended TRUNCATED MESSAGE: request: its stream has no end
                        """);
        over().out(HELLO + get(1, "/a"))
                .closedBy(new Fault(Fault.Code.RESET_BY_SERVER, Fault.Scope.CONNECTION, "reset"))
                .gives(GOT + "1 ended RESET_BY_SERVER CONNECTION: reset");
    }

    @Test
    void aResponseWithoutAStatusEndsItsExchangeAlone() {
        over().out(HELLO + get(1, "/a") + get(3, "/a"))
                .in(SETTINGS + lastHead(1, "status", "200") + lastHead(3, ":status", "200"))
                .gives(GOT + GOT.replace("1 s", "2 s").replace("1 >", "2 >") + """
                        1 ended NOT_OF_PROTOCOL EXCHANGE: a response without a status
                        2 < 200 [] HTTP/2 | :status: 200
                        2 < end 22
                        2 ended
                        """);
    }

    private static Playbook over() {
        return Playbook.over("h2");
    }
}
