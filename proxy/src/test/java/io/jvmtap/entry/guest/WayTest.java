package io.jvmtap.entry.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Bytes in, what is asked out; each input also at every length. */
class WayTest {
    private static final List<Way> ALL =
            List.of(new BareTls(443), new HttpConnect(), new Socks5(), new Socks4(), new AbsoluteForm());

    @Test
    void eachWayIsToldByItsFirstBytesAndByNoOthers() {
        assertTold("\26\3\1\2\0\1\0", BareTls.class);
        assertTold("CONNECT a:1 HTTP/1.1\r\n", HttpConnect.class);
        assertTold("\5\1\0", Socks5.class);
        assertTold("\4\1\0\120\177\0\0\1\0", Socks4.class);
        assertTold("GET http://a/ HTTP/1.1\r\n", AbsoluteForm.class);
        assertTold("VERSION-CONTROL HTTP://a/ HTTP/1.1\r\n", AbsoluteForm.class);
        for (String other : List.of(
                "GET / HTTP/1.1\r\n",
                "GET https://a/ HTTP/1.1\r\n",
                "SSH-2.0-x",
                "\4\2\0\120",
                "\26\2\0",
                "PRI * HTTP/2.0\r\n",
                "\u0080\u0001")) {
            assertTold(other, null);
        }
    }

    /** Every prefix either needs more or has been decided, and a decision stands. */
    private static void assertTold(String bytes, @Nullable Class<? extends Way> expected) {
        for (Way way : ALL) {
            Match decided = Match.NEED_MORE;
            for (int length = 1; length <= bytes.length(); length++) {
                Match match = way.match(buffer(bytes.substring(0, length)));
                if (decided != Match.NEED_MORE) {
                    assertEquals(decided, match, way + " after " + length + " bytes of " + bytes);
                }
                decided = match;
            }
            assertEquals(way.getClass() == expected ? Match.MATCH : Match.NO_MATCH, decided, way + ": " + bytes);
        }
    }

    @Test
    void aConnectNamesAHostOrAnAddress() throws Exception {
        assertAsked(new HttpConnect(), "CONNECT shop.test:443 HTTP/1.1\r\nHost: x\r\n\r\n", "shop.test", 443, "");
        assertAsked(new HttpConnect(), "CONNECT [2001:db8::1]:8443 HTTP/1.0\n\n", "2001:db8::1", 8443, "");
        for (String bad : List.of("a", "a:", "a:0", "a:65536", ":1", "a:b:1", "http://a:1", "a:+1", "a/b:1", "[::1]")) {
            assertThrows(
                    Refused.class,
                    () -> new HttpConnect()
                            .greeting()
                            .read(buffer("CONNECT " + bad + " HTTP/1.1\r\n\r\n"), reply -> {}),
                    bad);
        }
    }

    @Test
    void socksNamesAHostOrAnAddress() throws Exception {
        assertAsked(new Socks5(), "\5\2\0\2\5\1\0\3\6a.test\1\u00BB", "a.test", 443, "\5\0");
        assertAsked(new Socks5(), "\5\1\0\5\1\0\1\177\0\0\1\0\120", "127.0.0.1", 80, "\5\0");
        assertAsked(new Socks5(), "\5\1\0\5\1\0\4" + "\0".repeat(15) + "\1\0\120", "::1", 80, "\5\0");
        assertAsked(new Socks4(), "\4\1\0\120\177\0\0\1me\0", "127.0.0.1", 80, "");
        assertAsked(new Socks4(), "\4\1\0\120\0\0\0\1me\0a.test\0", "a.test", 80, "");
        for (String bad :
                List.of("\5\1\2", "\5\1\0\5\2\0\1\1\1\1\1\0\1", "\5\1\0\5\1\0\7\0\0", "\5\1\0\5\1\0\3\0\0\1")) {
            assertThrows(Refused.class, () -> new Socks5().greeting().read(buffer(bad), reply -> {}), bad);
        }
    }

    /** Whatever the pieces, the same is asked, only what belongs to the greeting is consumed, and no reply comes twice. */
    private static void assertAsked(Way way, String bytes, String host, int port, String replies) throws Refused {
        for (int cut = 1; cut <= bytes.length(); cut++) {
            ByteBuf in = Unpooled.buffer();
            ByteArrayOutputStream said = new ByteArrayOutputStream();
            Greeting greeting = way.greeting();
            in.writeCharSequence(bytes.substring(0, cut), StandardCharsets.ISO_8859_1);
            Asked asked = greeting.read(in, said::writeBytes);
            if (cut < bytes.length()) {
                assertNull(asked, "after " + cut + " bytes");
                in.writeCharSequence(bytes.substring(cut) + "rest", StandardCharsets.ISO_8859_1);
                asked = greeting.read(in, said::writeBytes);
                assertEquals("rest", in.toString(StandardCharsets.ISO_8859_1));
            }
            assertEquals(host + " " + port, asked == null ? null : asked.host() + " " + asked.port());
            assertEquals(replies, said.toString(StandardCharsets.ISO_8859_1));
        }
    }

    @Test
    void anAbsoluteTargetBecomesTheOneThatAServerIsSent() {
        assertTarget("GET http://a.test/x?y HTTP/1.1", "a.test:80", "GET /x?y HTTP/1.1");
        assertTarget("GET HTTP://u:p@a.test:8080 HTTP/1.0", "a.test:8080", "GET / HTTP/1.0");
        assertTarget("GET http://[::1]?y HTTP/1.1", "[::1]:80", "GET /?y HTTP/1.1");
        assertTarget("OPTIONS http://a.test HTTP/1.1", "a.test:80", "OPTIONS * HTTP/1.1");
        assertTarget("GET http://a.test/a b HTTP/1.1", "a.test:80", "GET /a b HTTP/1.1");
        for (String bad : List.of("GET / HTTP/1.1", "GET http:// HTTP/1.1", "GET http://a:x/ HTTP/1.1", "http://a/")) {
            assertNull(HttpTarget.of(bad), bad);
        }
    }

    private static void assertTarget(String line, String authority, String originForm) {
        HttpTarget target = HttpTarget.of(line);
        assertEquals(
                authority + " " + originForm, target == null ? null : target.authority() + " " + target.originForm());
    }

    private static ByteBuf buffer(String bytes) {
        return Unpooled.copiedBuffer(bytes, StandardCharsets.ISO_8859_1);
    }
}
