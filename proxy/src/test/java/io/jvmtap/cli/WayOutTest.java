package io.jvmtap.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvmtap.entry.FakeAgent;
import io.jvmtap.flow.Fault;
import io.jvmtap.flow.FlowEvent;
import io.jvmtap.flow.FlowGrammarExtension;
import io.jvmtap.flow.RecordingSink;
import io.jvmtap.relay.WayOut;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Through a proxy on the way out, with what it answers; and how the user names one. */
@ExtendWith(FlowGrammarExtension.class)
@Timeout(60)
class WayOutTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    @TempDir
    private Path directory;

    private RecordingSink seen = new RecordingSink();
    private final GuestTap.Wishes wishes = new GuestTap.Wishes();
    private final List<String> heard = Collections.synchronizedList(new ArrayList<>());

    @BeforeEach
    void record(RecordingSink sink) {
        seen = sink;
    }

    private WayOut out(WayOut.Kind kind, LoopbackServer proxy, @Nullable String user) {
        return new WayOut(
                kind,
                "proxy.test",
                proxy.port(),
                user,
                user == null ? null : "p\u00E4ss",
                new HostGlobs(List.of("*.direct.test")));
    }

    /** An HTTP proxy that answers this, and then is the server. */
    private LoopbackServer httpProxy(String answer) throws IOException {
        return LoopbackServer.plain(socket -> {
            heard.add(head(socket.getInputStream()));
            say(socket, answer);
            socket.getInputStream().readAllBytes();
        });
    }

    @Test
    void anHttpProxyIsToldTheNameAndTheCredentialsAndWhatTheServerSaysAtOnceIsNotLost() throws Exception {
        try (LoopbackServer proxy = httpProxy("HTTP/1.1 200 OK\r\nVia: x\r\n\r\n220 ready\r\n")) {
            wishes.out = out(WayOut.Kind.HTTP, proxy, "us:er");
            assertEquals("\5\0\5\0\0\1\0\0\0\0\0\0" + "220 ready\r\n", socks("mail.example.invalid", 25, 23));
        }
        assertEquals(
                List.of("CONNECT mail.example.invalid:25 HTTP/1.1\r\nHost: mail.example.invalid:25\r\n"
                        + "Proxy-Authorization: Basic dXM6ZXI6cMOkc3M=\r\n\r\n"),
                heard);
        assertEquals(
                "220 ready\r\n",
                text(seen.events(FlowEvent.Segment.class).get(0).bytes()));
    }

    @Test
    void aSocksProxyIsToldTheNameAndTheCredentials() throws Exception {
        try (LoopbackServer proxy = LoopbackServer.plain(socket -> {
            InputStream in = socket.getInputStream();
            heard.add(text(in.readNBytes(4)));
            say(socket, "\5\2");
            heard.add(text(in.readNBytes(2 + 4 + 1 + 5)));
            say(socket, "\1\0");
            heard.add(text(in.readNBytes(4 + 1 + 9 + 2)));
            say(socket, "\5\0\0\3\4host\0\1hello");
            in.readAllBytes();
        })) {
            wishes.out = out(WayOut.Kind.SOCKS5, proxy, "user");
            assertEquals("\5\0\5\0\0\1\0\0\0\0\0\0" + "hello", socks("a.invalid", 443, 17));
        }
        assertEquals(List.of("\5\2\0\2", "\1\4user\5p\u00C3\u00A4ss", "\5\1\0\3\11a.invalid\1\u00BB"), heard);
    }

    @Test
    void whatTheProxyRefusesIsToldInWordsAndByTheVerdict() throws Exception {
        assertFault(
                "HTTP/1.1 407 Who are you\r\n\r\n",
                Fault.Code.CONNECT_FAILED,
                "the proxy says 407 Who are you: it wants credentials");
        assertFault("HTTP/1.0 504 Late\r\n\r\n", Fault.Code.CONNECT_TIMED_OUT, "the proxy says 504 Late");
        assertFault("HTTP/1.1 502 \r\n\r\n", Fault.Code.CONNECT_UNREACHABLE, "the proxy says 502 ");
        assertFault("SSH-2.0-x\r\n\r\n", Fault.Code.CONNECT_FAILED, "the proxy does not speak HTTP");
    }

    private void assertFault(String answer, Fault.Code code, String detail) throws Exception {
        try (LoopbackServer proxy = httpProxy(answer)) {
            wishes.out = out(WayOut.Kind.HTTP, proxy, null);
            assertTrue(socks("a.invalid", 443, 12).charAt(3) > 0);
        }
        List<FlowEvent.UpstreamFailed> failed = seen.events(FlowEvent.UpstreamFailed.class);
        assertEquals(
                new Fault(code, Fault.Scope.CONNECTION, detail),
                failed.get(failed.size() - 1).fault());
    }

    @Test
    void aProxyThatIsNotThereIsNamed() throws Exception {
        LoopbackServer gone = httpProxy("");
        gone.close();
        wishes.out = out(WayOut.Kind.HTTP, gone, null);
        socks("a.invalid", 443, 12);
        String detail =
                seen.events(FlowEvent.UpstreamFailed.class).get(0).fault().detail();
        assertEquals("the proxy proxy.test:" + gone.port() + " cannot be reached: Connection refused", detail);
    }

    @Test
    void exceptionsAndThisMachineAreReachedDirectly() throws Exception {
        try (WebServer server = new WebServer(null);
                LoopbackServer proxy = httpProxy("HTTP/1.1 500 No\r\n\r\n")) {
            wishes.out = out(WayOut.Kind.HTTP, proxy, null);
            for (String host : List.of("a.direct.test", "127.0.0.1")) {
                assertEquals("\5\0\5\0\0\1\0\0\0\0\0\0", socks(host, server.port(), 12));
            }
        }
        assertEquals(List.of(), heard);
    }

    @Test
    void anAgentsConnectionGoesThroughTheProxyTooAndGetsItsVerdict() throws Exception {
        try (LoopbackServer proxy = httpProxy("HTTP/1.1 502 Bad Gateway\r\n\r\n")) {
            wishes.out = out(WayOut.Kind.HTTP, proxy, null);
            try (GuestTap tap = new GuestTap(directory, seen, wishes)) {
                Properties session = new Properties();
                try (InputStream in = Files.newInputStream(tap.proxy.sessionFile())) {
                    session.load(in);
                }
                FakeAgent agent = new FakeAgent(tap.port(), session.getProperty("token"));
                try (Socket program = agent.redirect("shop.example.test", LOOPBACK, 443)) {
                    FakeAgent.expectAck(program);
                    assertEquals(2, program.getInputStream().read());
                }
                tap.closed(1);
            }
        }
        assertTrue(heard.get(0).startsWith("CONNECT shop.example.test:443 "), heard.toString());
    }

    @Test
    void theUserNamesAProxyWithItsCredentialsOutOfOthersSight() throws Exception {
        HostGlobs none = new HostGlobs(List.of());
        WayOut plain = ViaUrl.wayOut("http://proxy.example:3128/", null, null, none);
        assertNotNull(plain);
        assertEquals(3128, plain.port());
        WayOut secret = ViaUrl.wayOut(null, "socks5://us%40er:p%3Ass+w@[::1]:1080", null, none);
        assertNotNull(secret);
        assertEquals("us@er", secret.user());
        assertEquals("p:ss+w", secret.password());
        assertEquals("::1", secret.host());
        Path file = Files.writeString(directory.resolve("login"), "me:it: is\n");
        WayOut fromFile = ViaUrl.wayOut("http://proxy.example:3128", "http://other:1", file, none);
        assertNotNull(fromFile);
        assertEquals("it: is", fromFile.password());
        assertEquals(null, ViaUrl.wayOut(null, " ", null, none));
        for (String bad : List.of("proxy.example:3128", "ftp://a:1", "http://a", "http://u:geheim@a")) {
            CommandFailure failure =
                    assertThrows(CommandFailure.class, () -> ViaUrl.wayOut(bad, null, null, none), bad);
            assertTrue(!String.valueOf(failure.getMessage()).contains("geheim"), failure.getMessage());
        }
        CommandFailure seenByAll =
                assertThrows(CommandFailure.class, () -> ViaUrl.wayOut("http://u:geheim@a:1", null, null, none));
        assertEquals("every user of this machine can see a password in --via", seenByAll.getMessage());
    }

    /** What a SOCKS client gets in its first so many bytes, or until the end. */
    private String socks(String host, int port, int count) throws Exception {
        try (GuestTap tap = new GuestTap(directory, seen, wishes);
                Socket client = new Socket(LOOPBACK, tap.port())) {
            say(client, "\5\1\0");
            say(client, "\5\1\0\3" + (char) host.length() + host + (char) (port >> 8) + (char) (port & 0xFF));
            return text(client.getInputStream().readNBytes(count));
        }
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        for (int one; !text(head.toByteArray()).endsWith("\r\n\r\n") && (one = in.read()) >= 0; ) {
            head.write(one);
        }
        return text(head.toByteArray());
    }

    private static void say(Socket socket, String what) throws IOException {
        socket.getOutputStream().write(what.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
