package io.jvmtap.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jvmtap.flow.Fault;
import io.jvmtap.flow.FlowEvent;
import io.jvmtap.flow.FlowGrammarExtension;
import io.jvmtap.flow.RecordingSink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The ways in for clients without the agent, from outside: curl, openssl, and bytes written by hand. */
@ExtendWith(FlowGrammarExtension.class)
@Timeout(60)
class GuestEntryTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final String HOST = "shop.example.test";

    @TempDir
    private Path directory;

    private RecordingSink seen = new RecordingSink();
    private TestIdentity identity;
    private GuestTap.Wishes wishes;

    @BeforeEach
    void trustTheServer(RecordingSink sink) throws Exception {
        seen = sink;
        identity = TestIdentity.of(HOST, directory.resolve("private-ca"));
        wishes = new GuestTap.Wishes();
        wishes.trust.add(pem(identity));
    }

    private Path pem(TestIdentity of) throws Exception {
        return Files.writeString(
                directory.resolve("root.pem"),
                "-----BEGIN CERTIFICATE-----\n"
                        + Base64.getMimeEncoder().encodeToString(of.root().getEncoded())
                        + "\n-----END CERTIFICATE-----\n");
    }

    private GuestTap tap() throws IOException {
        return new GuestTap(directory, seen, wishes);
    }

    private Command curl(GuestTap tap, String... words) throws Exception {
        Command.assumeThere("curl");
        String[] all = new String[words.length + 6];
        System.arraycopy(new String[] {"curl", "-sS", "--cacert", tap.ca.toString(), "--max-time", "20"}, 0, all, 0, 6);
        System.arraycopy(words, 0, all, 6, words.length);
        return Command.run(directory, all);
    }

    @Test
    void curlComesByConnectBySocksAndByName() throws Exception {
        try (WebServer server = new WebServer(identity.server())) {
            wishes.tlsPort = server.port();
            try (GuestTap tap = tap()) {
                String url = "https://" + HOST + ":" + server.port() + "/cart";
                String proxy = "127.0.0.1:" + tap.port();
                List<List<String>> ways = List.of(
                        List.of("--proxy", "http://" + proxy, url),
                        List.of("--socks5-hostname", proxy, url),
                        List.of("--proxy", "socks4a://" + proxy, url),
                        List.of("--connect-to", HOST + ":443:" + proxy, "https://" + HOST + "/cart"));
                for (List<String> way : ways) {
                    Command curl = curl(tap, way.toArray(String[]::new));
                    assertEquals("hi", curl.out(), way + curl.err());
                }
                tap.closed(ways.size());
                assertEquals(ways.size(), server.requests().size());
                assertTrue(
                        server.requests().stream().allMatch(request -> request.startsWith("GET /cart HTTP/1.1\r\n")));
            }
        }
        assertTrue(seen.events(FlowEvent.ConnectionOpened.class).stream()
                .allMatch(opened -> opened.destination().host().equals(HOST)));
        assertEquals(4, seen.events(FlowEvent.RequestHead.class).size());
        List<FlowEvent.TrustJudged> judged = seen.events(FlowEvent.TrustJudged.class);
        assertEquals(4, judged.size());
        assertTrue(judged.stream().allMatch(one -> one.judge().equals("jvmtap") && one.failure() == null));
    }

    @Test
    void aFixedUpstreamIsDialledAtOnceSoThatItsServerMaySpeakFirst() throws Exception {
        try (LoopbackServer server = LoopbackServer.plain(socket -> {
            socket.getOutputStream().write("220 ready\r\n".getBytes(StandardCharsets.US_ASCII));
            socket.getInputStream().readAllBytes();
        })) {
            wishes.upstream("mail.example.test", server.port());
            try (GuestTap tap = tap();
                    Socket client =
                            new Socket(LOOPBACK, tap.proxy.upstreamPorts().get(0))) {
                assertEquals("220 ready\r\n", text(client.getInputStream().readNBytes(11)));
                client.shutdownOutput();
                assertEquals(-1, client.getInputStream().read());
                tap.closed(1);
            }
        }
    }

    @Test
    void aFixedUpstreamIsVerifiedByItsOwnNameAndShownUnderOurs() throws Exception {
        try (WebServer server = new WebServer(identity.server())) {
            wishes.upstream(HOST, server.port());
            try (GuestTap tap = tap()) {
                Command curl = curl(
                        tap, "https://localhost:" + tap.proxy.upstreamPorts().get(0) + "/");
                assertEquals("hi", curl.out(), curl.err());
                tap.closed(1);
            }
        }
        FlowEvent.Handshake upstream = seen.events(FlowEvent.Handshake.class).get(0);
        assertNotNull(upstream.session());
        assertEquals(null, seen.events(FlowEvent.TrustJudged.class).get(0).failure());
    }

    @Test
    void opensslComesByConnectAndSeesTheRealNamesUnderOurCa() throws Exception {
        Command.assumeThere("openssl");
        try (WebServer server = new WebServer(identity.server());
                GuestTap tap = tap()) {
            Command openssl = Command.run(
                    directory,
                    "openssl",
                    "s_client",
                    "-proxy",
                    "127.0.0.1:" + tap.port(),
                    "-connect",
                    HOST + ":" + server.port(),
                    "-servername",
                    HOST,
                    "-verify_hostname",
                    HOST,
                    "-verify_return_error",
                    "-CAfile",
                    tap.ca.toString());
            assertTrue(openssl.out().contains("Verify return code: 0 (ok)"), openssl.out() + openssl.err());
            tap.closed(1);
        }
    }

    @Test
    void aClientIsToldByItsOwnProtocolWhenNobodyIsThere() throws Exception {
        int nobody;
        try (ServerSocket unused = new ServerSocket(0, 1, LOOPBACK)) {
            nobody = unused.getLocalPort();
        }
        try (GuestTap tap = tap()) {
            assertTrue(said(tap, "CONNECT a.test:" + nobody + " HTTP/1.1\r\n\r\n")
                    .startsWith("HTTP/1.1 502 Bad Gateway\r\n"));
            String unknown = said(tap, "CONNECT nowhere.invalid:443 HTTP/1.1\r\n\r\n");
            assertTrue(unknown.endsWith("\r\n\r\njvmtap: unknown host: nowhere.invalid\n"), unknown);
            assertEquals(
                    "\5\0\5\5\0\1\0\0\0\0\0\0",
                    said(tap, "\5\1\0\5\1\0\3\6a.test" + (char) (nobody >> 8) + (char) (nobody & 0xFF)));
            assertEquals(
                    "\0[\0\0\0\0\0\0",
                    said(tap, "\4\1" + (char) (nobody >> 8) + (char) (nobody & 0xFF) + "\177\0\0\1\0"));
            tap.closed(4);
        }
        List<Fault.Code> codes = seen.events(FlowEvent.UpstreamFailed.class).stream()
                .map(failed -> failed.fault().code())
                .toList();
        assertEquals(
                List.of(
                        Fault.Code.CONNECT_REFUSED,
                        Fault.Code.UNKNOWN_HOST,
                        Fault.Code.CONNECT_REFUSED,
                        Fault.Code.CONNECT_REFUSED),
                codes);
    }

    @Test
    void nonsenseIsTurnedAwayInItsOwnProtocolWithOneLineEach() throws Exception {
        try (GuestTap tap = tap()) {
            assertTrue(said(tap, "CONNECT nonsense HTTP/1.1\r\n\r\n").startsWith("HTTP/1.1 400 "));
            assertEquals("\5\u00FF", said(tap, "\5\1\2"));
            assertEquals("\5\0\5\7\0\1\0\0\0\0\0\0", said(tap, "\5\1\0\5\2\0\1\1\1\1\1\0\1"));
            assertEquals("", said(tap, "\26\3\1\0\4junk"));
            assertEquals("", said(tap, "SSH-2.0-OpenSSH_9.2\r\n"));
            assertEquals(5, tap.notices.size(), tap.notices.toString());
            assertTrue(tap.notices.stream().allMatch(line -> line.startsWith("turned away a client on port ")));
            assertEquals(List.of(), seen.events());
        }
    }

    @Test
    void aClientThatAsksForTheTapItselfIsNotSentRoundForEver() throws Exception {
        try (GuestTap tap = tap()) {
            String answer = said(tap, "CONNECT a.test:" + tap.port() + " HTTP/1.1\r\n\r\n");
            assertTrue(answer.endsWith("jvmtap: that leads back to jvmtap itself\n"), answer);
        }
    }

    @Test
    void aGreetingMayComeByteByByte() throws Exception {
        try (WebServer server = new WebServer(null);
                GuestTap tap = tap();
                Socket client = new Socket(LOOPBACK, tap.port())) {
            client.setTcpNoDelay(true);
            for (char one : ("\5\1\0").toCharArray()) {
                client.getOutputStream().write(one);
            }
            assertArrayEquals(new byte[] {5, 0}, client.getInputStream().readNBytes(2));
            String request = "\5\1\0\3\6a.test" + (char) (server.port() >> 8) + (char) (server.port() & 0xFF);
            for (char one : request.toCharArray()) {
                client.getOutputStream().write(one);
            }
            assertEquals(0, client.getInputStream().readNBytes(10)[1]);
            client.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertTrue(text(client.getInputStream().readNBytes(40)).endsWith("\r\n\r\nhi"));
        }
    }

    @Test
    void whatFollowsAGreetingInOneBreathIsNotLost() throws Exception {
        try (WebServer server = new WebServer(null);
                GuestTap tap = tap()) {
            String all = said(
                    tap,
                    "CONNECT a.test:" + server.port() + " HTTP/1.1\r\nHost: a.test\r\n\r\nGET /early HTTP/1.1\r\n\r\n");
            assertEquals(
                    "HTTP/1.1 200 Connection established\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi", all);
            assertEquals(List.of("GET /early HTTP/1.1\r\n\r\n"), server.requests());
        }
    }

    @Test
    void aServerGetsPlainHttpByProxyAsItWouldGetItDirectly() throws Exception {
        try (WebServer one = new WebServer(null);
                WebServer other = new WebServer(null);
                GuestTap tap = tap()) {
            String[] urls = {
                "http://one.test:" + one.port() + "/a?b=c",
                "http://other.test:" + other.port() + "/x",
                "http://one.test:" + one.port() + "/d",
                "http://one.test:" + one.port()
            };
            List<String> by = List.of("--proxy", "http://127.0.0.1:" + tap.port(), "--data-binary", "one=1&two=2");
            List<String> direct = List.of(
                    "--resolve",
                    "*:" + one.port() + ":127.0.0.1",
                    "--resolve",
                    "*:" + other.port() + ":127.0.0.1",
                    "--data-binary",
                    "one=1&two=2");
            Command proxied =
                    curl(tap, Stream.concat(by.stream(), Stream.of(urls)).toArray(String[]::new));
            assertEquals("hihihihi", proxied.out(), proxied.err());
            curl(tap, Stream.concat(direct.stream(), Stream.of(urls)).toArray(String[]::new));
            assertEquals(6, one.requests().size());
            assertEquals(one.requests().subList(3, 6), one.requests().subList(0, 3));
            assertEquals(other.requests().get(1), other.requests().get(0));
            tap.closed(3);
        }
        assertEquals(
                List.of("one.test", "other.test", "one.test"),
                seen.events(FlowEvent.ConnectionOpened.class).stream()
                        .map(opened -> opened.destination().host())
                        .toList());
        assertEquals(
                List.of("/a?b=c", "/x", "/d", "/"),
                seen.events(FlowEvent.RequestHead.class).stream()
                        .map(FlowEvent.RequestHead::target)
                        .toList());
    }

    @Test
    void pipelinedRequestsForSeveralHostsAreAnsweredInOrder() throws Exception {
        try (WebServer one = new WebServer(null);
                WebServer other = new WebServer(null);
                GuestTap tap = tap()) {
            String first = "POST http://one.test:" + one.port() + "/1 HTTP/1.1\r\nProxy-Authorization: Basic eA==\r\n"
                    + "Content-Length: 3\r\n\r\nabc";
            String second = "GET http://other.test:" + other.port() + " HTTP/1.1\r\nX: a\r\n\tb\r\n\r\n";
            String third = "GET http://one.test:" + one.port() + "/3 HTTP/1.1\r\n\r\n";
            String hi = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";
            assertEquals(hi + hi + hi, said(tap, first + second + third));
            assertEquals(
                    List.of("POST /1 HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc", "GET /3 HTTP/1.1\r\n\r\n"),
                    one.requests());
            assertEquals(List.of("GET / HTTP/1.1\r\nX: a\r\n\tb\r\n\r\n"), other.requests());
            tap.closed(3);
        }
    }

    @Test
    void plainHttpByProxyThatLeadsNowhereIsAnsweredByTheProxy() throws Exception {
        try (GuestTap tap = tap()) {
            String answer = said(tap, "GET http://nowhere.invalid/ HTTP/1.1\r\n\r\n");
            assertTrue(answer.startsWith("HTTP/1.1 502 "), answer);
            assertTrue(answer.endsWith("jvmtap: unknown host: nowhere.invalid\n"), answer);
            tap.closed(1);
        }
    }

    @Test
    void aLargeBodyPassesPlainlyWithBackpressure() throws Exception {
        byte[] body = new byte[5_000_000];
        new Random(3).nextBytes(body);
        try (LoopbackServer server = LoopbackServer.plain(socket -> {
                    socket.getInputStream().read(new byte[1000]);
                    say(
                            socket,
                            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(body.length)
                                    + "; x\r\n");
                    socket.getOutputStream().write(body);
                    say(socket, "\r\n0\r\nTrailer: t\r\n\r\n");
                });
                GuestTap tap = tap();
                Socket client = new Socket(LOOPBACK, tap.port())) {
            say(client, "GET http://a.test:" + server.port() + "/ HTTP/1.1\r\n\r\n");
            byte[] all = client.getInputStream().readAllBytes();
            int head = text(all).indexOf("; x\r\n") + 5;
            assertArrayEquals(body, Arrays.copyOfRange(all, head, head + body.length));
            assertTrue(text(all).endsWith("\r\n0\r\nTrailer: t\r\n\r\n"));
            tap.closed(1);
        }
    }

    @Test
    void aJavaClientThatIsToldOfAProxyComesByConnect() throws Exception {
        try (WebServer server = new WebServer(identity.server());
                GuestTap tap = tap()) {
            KeyStore ours = KeyStore.getInstance("PKCS12");
            ours.load(null, null);
            try (InputStream pem = Files.newInputStream(tap.ca)) {
                ours.setCertificateEntry(
                        "jvmtap", CertificateFactory.getInstance("X.509").generateCertificate(pem));
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(ours);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            Proxy proxy = new Proxy(Proxy.Type.HTTP, new InetSocketAddress(LOOPBACK, tap.port()));
            HttpsURLConnection client =
                    (HttpsURLConnection) new URL("https://" + HOST + ":" + server.port() + "/").openConnection(proxy);
            client.setSSLSocketFactory(context.getSocketFactory());
            try (InputStream body = client.getInputStream()) {
                assertEquals("hi", text(body.readAllBytes()));
            }
            client.disconnect();
            tap.closed(1);
        }
    }

    @Test
    void aClientOfAnotherUserIsTurnedAway() throws Exception {
        Command.assumeThere("setpriv");
        Command.assumeThere("curl");
        assumeTrue("root".equals(System.getProperty("user.name")), "only root can be somebody else");
        try (GuestTap tap = tap()) {
            Command curl = Command.run(
                    directory,
                    "setpriv",
                    "--reuid=65534",
                    "--clear-groups",
                    "curl",
                    "-sS",
                    "--proxy",
                    "http://127.0.0.1:" + tap.port(),
                    "http://a.test/");
            assertEquals(52, curl.exit(), curl.err());
            assertTrue(tap.notices.remove().endsWith(": it is of another user, with the id 65534"));
            assertEquals(List.of(), seen.events());
        }
    }

    @Test
    void anAddressThatHangsOrRefusesIsPassedOver() throws Exception {
        try (ServerSocket hanging = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.2"));
                ServerSocket good = new ServerSocket(hanging.getLocalPort(), 5, LOOPBACK);
                Socket fills = new Socket("127.0.0.2", hanging.getLocalPort());
                Socket fillsToo = new Socket("127.0.0.2", hanging.getLocalPort())) {
            wishes.resolver = name ->
                    new InetAddress[] {InetAddress.getByName("127.0.0.3"), InetAddress.getByName("127.0.0.2"), LOOPBACK
                    };
            wishes.upstream("many.test", hanging.getLocalPort());
            try (GuestTap tap = tap();
                    Socket client =
                            new Socket(LOOPBACK, tap.proxy.upstreamPorts().get(0));
                    Socket served = good.accept()) {
                say(served, "hi");
                assertEquals("hi", text(client.getInputStream().readNBytes(2)));
            }
            assertTrue(fills.isConnected() && fillsToo.isConnected());
        }
        assertEquals(
                LOOPBACK, seen.events(FlowEvent.UpstreamConnected.class).get(0).address());
    }

    private static void say(Socket socket, String what) throws IOException {
        socket.getOutputStream().write(what.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void anOldVersionIsRefusedUnlessAskedFor() throws Exception {
        try (WebServer server = new WebServer(identity.server())) {
            wishes.upstream(HOST, server.port());
            try (GuestTap tap = tap()) {
                // A hello of TLS 1.1, by hand: no client of today would still send it.
                byte[] answer = bytesSaid(tap.proxy.upstreamPorts().get(0), hello());
                assertArrayEquals(new byte[] {0x15, 3, 3, 0, 2, 2, 70}, answer);
                Fault fault = tap.closed(1).fault();
                assertNotNull(fault);
                assertEquals(
                        "the client offers no version from TLS 1.2 on; --tls-min allows older ones", fault.detail());
            }
            wishes.minTls = 0x0304;
            try (GuestTap tap = tap()) {
                String url = "https://localhost:" + tap.proxy.upstreamPorts().get(0) + "/";
                Command old = curl(tap, "--tls-max", "1.2", url);
                assertTrue(old.err().contains("alert protocol version"), old.err());
                assertEquals("hi", curl(tap, url).out());
            }
        }
    }

    /** RFC 4346 section 7.4.1.2: TLS 1.1, TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA over secp256r1. */
    private static byte[] hello() {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(new byte[] {3, 2});
        body.writeBytes(new byte[32]);
        body.writeBytes(new byte[] {0, 0, 2, (byte) 0xC0, 0x09, 1, 0});
        body.writeBytes(new byte[] {0, 14, 0, 10, 0, 4, 0, 2, 0, 23, 0, 11, 0, 2, 1, 0});
        ByteArrayOutputStream record = new ByteArrayOutputStream();
        record.writeBytes(new byte[] {0x16, 3, 1, 0, (byte) (body.size() + 4), 1, 0, 0, (byte) body.size()});
        record.writeBytes(body.toByteArray());
        return record.toByteArray();
    }

    private static String said(GuestTap tap, String what) throws IOException {
        return text(bytesSaid(tap.port(), what.getBytes(StandardCharsets.ISO_8859_1)));
    }

    /** Everything that comes back until the other side closes, or resets because it did not read all. */
    private static byte[] bytesSaid(int port, byte[] what) throws IOException {
        try (Socket client = new Socket()) {
            client.connect(new InetSocketAddress(LOOPBACK, port));
            client.getOutputStream().write(what);
            client.shutdownOutput();
            return client.getInputStream().readAllBytes();
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
