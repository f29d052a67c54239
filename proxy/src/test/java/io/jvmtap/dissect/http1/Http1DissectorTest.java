package io.jvmtap.dissect.http1;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jvmtap.dissect.Playbook;
import io.jvmtap.flow.Direction;
import io.jvmtap.flow.Fault;
import io.jvmtap.flow.FlowEvent;
import io.jvmtap.flow.FlowEvent.BodyChunk;
import io.jvmtap.flow.FlowEvent.ExchangeStarted;
import io.jvmtap.flow.FlowEvent.RequestHead;
import io.jvmtap.flow.FlowEvent.ResponseHead;
import io.jvmtap.flow.Stamp;
import java.util.List;
import org.junit.jupiter.api.Test;

class Http1DissectorTest {
    private static final String GET = "GET / HTTP/1.1\r\n\r\n";
    private static final String GOT = """
            1 started http/1.1
            1 > GET https / HTTP/1.1
            1 > end 18
            """;

    @Test
    void pairsARequestWithItsResponse() {
        http().out("POST /charges?a=1 HTTP/1.1\r\nhOsT: a.example\r\nContent-Length: 5\r\n\r\nhello")
                .in("HTTP/1.1 402 Payment Required\r\nX-B: 1\r\nx-a:2\r\nX-B:  3 \r\nContent-Length: 2\r\n\r\nno")
                .gives("""
                        1 started http/1.1
                        1 > POST https /charges?a=1 HTTP/1.1 | hOsT: a.example | Content-Length: 5
                        1 > body hello
                        1 > end 71
                        1 < 402 [Payment Required] HTTP/1.1 | X-B: 1 | x-a: 2 | X-B: 3 | Content-Length: 2
                        1 < body no
                        1 < end 79
                        1 ended
                        """);
    }

    @Test
    void isFoundByItsFirstBytesToo() {
        Playbook.unencrypted()
                .out("\r\nOPTIONS * HTTP/1.0\n\n")
                .in("HTTP/1.0 200\n\nall")
                .end(Direction.IN)
                .gives("""
                        1 started http/1.1
                        1 > OPTIONS http * HTTP/1.0
                        1 > end 20
                        1 < 200 [] HTTP/1.0
                        1 < body all
                        1 < end 17
                        1 ended
                        """);
    }

    @Test
    void keepsTheTargetAsItWasSent() {
        http().out("GET http://a.example:80/x y?<> HTTP/1.1\r\n\r\n")
                .in("HTTP/1.1 304 Not Modified\r\nContent-Length: 99\r\n\r\n")
                .gives("""
                        1 started http/1.1
                        1 > GET https http://a.example:80/x y?<> HTTP/1.1
                        1 > end 43
                        1 < 304 [Not Modified] HTTP/1.1 | Content-Length: 99
                        1 < end 49
                        1 ended
                        """);
    }

    @Test
    void readsChunksWithExtensionsAndTrailers() {
        http().out(GET)
                .in("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, Chunked\r\nContent-Length: 3\r\n\r\n"
                        + "5\r\nhello\r\n00A;name=\"x\"\r\n0123456789\r\n1 \n!\n0\r\nSum: 16\r\nX: \r\n\r\n")
                .gives(GOT + """
                                1 < 200 [OK] HTTP/1.1 | Transfer-Encoding: gzip, Chunked | Content-Length: 3
                                1 < body hello0123456789!
                                1 < trailers | Sum: 16 | X:\s
                                1 < end 132
                                1 ended
                                """);
    }

    @Test
    void matchesPipelinedRequestsInOrder() {
        http().out("HEAD /1 HTTP/1.1\r\n\r\nGET /2 HTTP/1.1\r\n\r\n")
                .in("HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n\r\n")
                .out("GET /3 HTTP/1.1\r\n\r\n")
                .in("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
                .gives("""
                        1 started http/1.1
                        1 > HEAD https /1 HTTP/1.1
                        1 > end 20
                        2 started http/1.1
                        2 > GET https /2 HTTP/1.1
                        2 > end 19
                        1 < 200 [OK] HTTP/1.1 | Content-Length: 7
                        1 < end 38
                        1 ended
                        2 < 204 [No Content] HTTP/1.1
                        2 < end 27
                        2 ended
                        3 started http/1.1
                        3 > GET https /3 HTTP/1.1
                        3 > end 19
                        3 < 200 [OK] HTTP/1.1 | Content-Length: 0
                        3 < end 38
                        3 ended
                        """);
    }

    @Test
    void showsInterimAnswersBeforeTheFinalOne() {
        http().out("PUT /f HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n")
                .in("HTTP/1.1 100 Continue\r\n\r\n")
                .out("ab")
                .in("HTTP/1.1 103 Early Hints\r\nLink: </s>\r\n\r\nHTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n")
                .gives("""
                        1 started http/1.1
                        1 > PUT https /f HTTP/1.1 | Expect: 100-continue | Content-Length: 2
                        1 < interim 100 Continue
                        1 > body ab
                        1 > end 62
                        1 < interim 103 Early Hints | Link: </s>
                        1 < 201 [Created] HTTP/1.1 | Content-Length: 0
                        1 < end 43
                        1 ended
                        """);
    }

    @Test
    void streamsOnAfterAnUpgrade() {
        http().out("GET /ws HTTP/1.1\r\nUpgrade: websocket\r\n\r\n")
                .in("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n\u0081\u0002hi")
                .out("\u0081\u0080mask")
                .gives("""
                        1 started http/1.1
                        1 > GET https /ws HTTP/1.1 | Upgrade: websocket
                        1 > end 40
                        1 < 101 [Switching Protocols] HTTP/1.1 | Upgrade: websocket
                        1 < end 56
                        1 ended
                        stream < \\x81\\x02hi
                        stream > \\x81\\x80mask
                        """);
    }

    @Test
    void streamsOnAfterConnect() {
        http().out("CONNECT a.example:443 HTTP/1.1\r\n\r\n")
                .in("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n")
                .out("\u0016\u0003\u0001")
                .gives("""
                        1 started http/1.1
                        1 > CONNECT https a.example:443 HTTP/1.1
                        1 > end 34
                        1 < 200 [OK] HTTP/1.1 | Content-Length: 5
                        1 < end 38
                        1 ended
                        stream > \\x16\\x03\\x01
                        """);
    }

    @Test
    void readsOnAfterARefusedConnect() {
        http().out("CONNECT a:443 HTTP/1.1\r\n\r\n")
                .in("HTTP/1.1 407 No\r\nContent-Length: 1\r\n\r\n.")
                .out("CONNECT a:443 HTTP/1.1\r\n\r\n")
                .gives("""
                        1 started http/1.1
                        1 > CONNECT https a:443 HTTP/1.1
                        1 > end 26
                        1 < 407 [No] HTTP/1.1 | Content-Length: 1
                        1 < body .
                        1 < end 39
                        1 ended
                        2 started http/1.1
                        2 > CONNECT https a:443 HTTP/1.1
                        2 > end 26
                        2 ended TRUNCATED MESSAGE: no response came
                        """);
    }

    @Test
    void takesAResponseThatComesBeforeTheRequestIsComplete() {
        http().out("POST /up HTTP/1.1\r\nContent-Length: 4\r\n\r\nab")
                .in("HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n")
                .out("cdGET / HTTP/1.1\r\n\r\n")
                .in("HTTP/1.1 204 No\r\n\r\n")
                .gives("""
                        1 started http/1.1
                        1 > POST https /up HTTP/1.1 | Content-Length: 4
                        1 > body ab
                        1 < 413 [Too Large] HTTP/1.1 | Content-Length: 0
                        1 < end 45
                        1 > body cd
                        1 > end 44
                        1 ended
                        2 started http/1.1
                        2 > GET https / HTTP/1.1
                        2 > end 18
                        2 < 204 [No] HTTP/1.1
                        2 < end 19
                        2 ended
                        """);
    }

    @Test
    void saysWhatIsMissingOfAnAbortedRequest() {
        http().out("POST /up HTTP/1.1\r\nContent-Length: 4\r\n\r\nab")
                .end(Direction.OUT)
                .in("HTTP/1.1 400 Bad\r\nContent-Length: 0\r\n\r\n")
                .gives("""
                        1 started http/1.1
                        1 > POST https /up HTTP/1.1 | Content-Length: 4
                        1 > body ab
                        1 < 400 [Bad] HTTP/1.1 | Content-Length: 0
                        1 < end 39
                        1 ended TRUNCATED MESSAGE: request: 2 bytes of the body are missing
                        """);
    }

    @Test
    void saysWhatIsMissingOfATruncatedResponse() {
        http().out(GET + GET)
                .in("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nhalf")
                .end(Direction.IN)
                .gives("""
                        1 started http/1.1
                        1 > GET https / HTTP/1.1
                        1 > end 18
                        2 started http/1.1
                        2 > GET https / HTTP/1.1
                        2 > end 18
                        1 < 200 [OK] HTTP/1.1 | Transfer-Encoding: chunked
                        1 < body half
                        1 ended TRUNCATED MESSAGE: response: the chunked body has no end
                        2 ended TRUNCATED MESSAGE: no response came
                        """);
    }

    @Test
    void completesABodyThatLastsUntilTheServerEndsAndNoOther() {
        Playbook untilClose = http().out(GET).in("HTTP/1.1 200 OK\r\n\r\nall");
        untilClose.gives(GOT + """
                        1 < 200 [OK] HTTP/1.1
                        1 < body all
                        1 ended TRUNCATED MESSAGE: response: the body lasts until the server closes, which it did not
                        """);
        untilClose.end(Direction.IN).gives(GOT + """
                                1 < 200 [OK] HTTP/1.1
                                1 < body all
                                1 < end 22
                                1 ended
                                """);
    }

    @Test
    void endsWhatIsOpenWithTheFaultOfTheConnection() {
        http().out(GET + "GET /part")
                .in("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nsome")
                .closedBy(new Fault(Fault.Code.RESET_BY_SERVER, Fault.Scope.CONNECTION, "reset"))
                .gives(GOT + """
                                2 started http/1.1
                                1 < 200 [OK] HTTP/1.1 | Content-Length: 9
                                1 < body some
                                stream > GET /part
                                1 ended RESET_BY_SERVER CONNECTION: reset
                                2 ended RESET_BY_SERVER CONNECTION: reset
                                """);
    }

    @Test
    void readsRequestsOnAfterTheServerHasEnded() {
        http().out(GET).in("HTTP/1.1 200 OK\r\n\r\n").end(Direction.IN).out(GET).gives(GOT + """
                                1 < 200 [OK] HTTP/1.1
                                1 < end 19
                                1 ended
                                2 started http/1.1
                                2 > GET https / HTTP/1.1
                                2 > end 18
                                2 ended TRUNCATED MESSAGE: no response came
                                """);
    }

    @Test
    void stampsAreThoseOfTheBytes() {
        List<FlowEvent> events = http().out("GET /")
                .out(" HTTP/1.1\r\n\r\n")
                .in("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n")
                .in("a")
                .in("b")
                .play((from, length) -> length - from);
        assertEquals(new Stamp(1, 1), at(events, ExchangeStarted.class));
        assertEquals(new Stamp(2, 2), at(events, RequestHead.class));
        assertEquals(new Stamp(3, 3), at(events, ResponseHead.class));
        assertEquals(new Stamp(4, 4), at(events, BodyChunk.class), "a streamed body is seen while it runs");
    }

    private static Stamp at(List<FlowEvent> events, Class<? extends FlowEvent> type) {
        return events.stream()
                .filter(type::isInstance)
                .findFirst()
                .orElseThrow()
                .at();
    }

    private static Playbook http() {
        return Playbook.over("http/1.1");
    }
}
