package io.jvmtap.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvmtap.ca.CertificateAuthority;
import io.jvmtap.dissect.CountedIds;
import io.jvmtap.entry.FakeAgent;
import io.jvmtap.flow.Direction;
import io.jvmtap.flow.Fault;
import io.jvmtap.flow.FlowClock;
import io.jvmtap.flow.FlowEvent;
import io.jvmtap.flow.FlowEvent.ConnectionClosed;
import io.jvmtap.flow.FlowEvent.Handshake;
import io.jvmtap.flow.FlowGrammarExtension;
import io.jvmtap.flow.RecordingSink;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The tap from outside: real servers, and programs whose agent is a fake that knows the wire document only. */
@ExtendWith(FlowGrammarExtension.class)
@Timeout(60)
class ProxyServerTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    private Path directory;

    private RecordingSink seen = new RecordingSink();
    private final Queue<String> notices = new ConcurrentLinkedQueue<>();
    private ProxyServer proxy;
    private FakeAgent agent;

    @BeforeEach
    void start(RecordingSink sink) throws IOException {
        seen = sink;
        proxy = ProxyServer.start(
                options("session", 0), authority(), sink, new CountedIds(), FlowClock.system(), notices::add);
        Properties session = new Properties();
        try (InputStream in = Files.newInputStream(proxy.sessionFile())) {
            session.load(in);
        }
        agent = new FakeAgent(proxy.port(), session.getProperty("token"));
    }

    @AfterEach
    void stop() {
        proxy.close();
    }

    private ProxyServer.Options options(String file, int port) {
        return new ProxyServer.Options(
                List.of(), List.of(), port, false, true, false, false, List.of(), null, directory.resolve(file));
    }

    private CertificateAuthority authority() {
        return ProxyServer.authority(directory.resolve("ca"));
    }

    @Test
    void theSessionFileIsForItsOwnerOnly() throws Exception {
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(proxy.sessionFile())));
    }

    @Test
    void plainBytesPassBothWaysAndAServerMaySpeakFirst() throws Exception {
        try (LoopbackServer server = LoopbackServer.plain(socket -> {
                    socket.getOutputStream().write("220 ready\r\n".getBytes(StandardCharsets.US_ASCII));
                    byte[] line = socket.getInputStream().readNBytes(6);
                    socket.getOutputStream().write(line);
                });
                Socket program = connected(agent.redirect("mail.example.test", LOOPBACK, server.port()))) {
            assertEquals("220 ready\r\n", text(program.getInputStream().readNBytes(11)));
            program.getOutputStream().write("QUIT\r\n".getBytes(StandardCharsets.US_ASCII));
            assertEquals("QUIT\r\n", text(program.getInputStream().readAllBytes()));
        }
        ConnectionClosed closed = closed();
        assertEquals(6, closed.bytesOut());
        assertEquals(17, closed.bytesIn());
        assertEquals(null, closed.fault());
        FlowEvent.ConnectionOpened opened =
                seen.events(FlowEvent.ConnectionOpened.class).get(0);
        assertEquals("mail.example.test", opened.destination().host());
        assertEquals("worker-1", opened.cause().thread());
        assertEquals(List.of("a.B.c(B.java:7)"), opened.cause().frames());
    }

    @Test
    void aHalfCloseReachesTheServerAndItsAnswerComesBack() throws Exception {
        try (LoopbackServer server = LoopbackServer.plain(socket -> {
                    byte[] all = socket.getInputStream().readAllBytes();
                    socket.getOutputStream().write(("got " + all.length).getBytes(StandardCharsets.US_ASCII));
                });
                Socket program = connected(agent.redirect("a.test", LOOPBACK, server.port()))) {
            program.getOutputStream().write(new byte[1000]);
            program.shutdownOutput();
            assertEquals("got 1000", text(program.getInputStream().readAllBytes()));
        }
        closed();
    }

    @Test
    void aRefusedPortIsToldByTheVerdict() throws Exception {
        int port;
        try (ServerSocket unused = new ServerSocket(0, 1, LOOPBACK)) {
            port = unused.getLocalPort();
        }
        try (Socket program = agent.redirect("a.test", LOOPBACK, port)) {
            FakeAgent.expectAck(program);
            assertEquals(1, program.getInputStream().read());
            assertEquals(-1, program.getInputStream().read());
        }
        Fault fault = closed().fault();
        assertNotNull(fault);
        assertEquals(Fault.Code.CONNECT_REFUSED, fault.code());
        assertEquals("Connection refused", fault.detail());
    }

    @Test
    void whoDoesNotKnowTheTokenIsRefused() throws Exception {
        try (Socket stranger = agent.redirectWith("ab".repeat(32), "a.test", LOOPBACK, 443)) {
            assertEquals(1, FakeAgent.ackStatus(stranger));
            assertEquals(-1, stranger.getInputStream().read());
        }
        assertEquals(List.of(), seen.events());
    }

    @Test
    void junkOnThePortIsRefusedAndHurtsNobody() throws Exception {
        try (Socket stranger = new Socket(LOOPBACK, proxy.port())) {
            say(stranger, "\r\n\r\n\0\r\nQUIT\nxxxxxxxx");
            assertEquals(3, FakeAgent.ackStatus(stranger));
        }
        for (String junk : List.of("GET / HTTP/1.1\r\n\r\n", "\r\n\r\nQUIT", "\u0001")) {
            try (Socket stranger = new Socket(LOOPBACK, proxy.port())) {
                say(stranger, junk);
                assertEquals(-1, stranger.getInputStream().read());
            }
        }
        assertEquals(3, notices.size(), notices.toString());
        assertTrue(String.valueOf(notices.peek()).contains("known here: 474554202f"), notices.toString());
        plainBytesPassBothWaysAndAServerMaySpeakFirst();
    }

    @Test
    void theProgramGetsWhatTheServerChoseWithTheRealLeafInsideTheMintedOne() throws Exception {
        TestIdentity identity = TestIdentity.of("shop.example.test", directory.resolve("private-ca"));
        for (String version : List.of("TLSv1.2", "TLSv1.3")) {
            try (LoopbackServer server = LoopbackServer.tls(identity.server(), socket -> {
                        alpn((SSLSocket) socket, version, "http/1.1");
                        socket.getInputStream().readNBytes(60);
                        socket.getOutputStream()
                                .write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"
                                        .getBytes(StandardCharsets.US_ASCII));
                    });
                    SSLSocket program = secured(agent.redirect("shop.example.test", LOOPBACK, server.port()))) {
                alpn(program, null, "h2", "http/1.1");
                program.startHandshake();
                assertEquals("http/1.1", program.getApplicationProtocol());
                assertEquals(version, program.getSession().getProtocol());
                X509Certificate[] chain =
                        (X509Certificate[]) program.getSession().getPeerCertificates();
                assertEquals(identity.leaf().getSubjectX500Principal(), chain[0].getSubjectX500Principal());
                assertArrayEquals(identity.leaf().getEncoded(), embedded(chain[0]));
                assertEquals(identity.root(), chain[1]);
                program.getOutputStream()
                        .write("GET /cart HTTP/1.1\r\nHost: shop.example.test\r\nX-Pad: 0123456\r\n\r\n"
                                .substring(0, 60)
                                .getBytes(StandardCharsets.US_ASCII));
                assertTrue(text(program.getInputStream().readAllBytes()).endsWith("\r\n\r\nhi"));
            }
            closed();
            List<Handshake> handshakes = seen.events(Handshake.class);
            Handshake last = handshakes.get(handshakes.size() - 1);
            assertEquals(Direction.IN, last.side());
            assertNotNull(last.session());
            assertEquals(version, last.session().protocol());
            assertEquals("shop.example.test", last.session().serverName());
        }
    }

    @Test
    void tlsThatStartsLateIsTakenOverAndWhatCameBeforeIsKept() throws Exception {
        TestIdentity identity = TestIdentity.of("mail.example.test", directory.resolve("private-ca"));
        try (LoopbackServer server = LoopbackServer.plain(socket -> {
                    say(socket, "220 ready\r\n");
                    socket.getInputStream().readNBytes("STARTTLS\r\n".length());
                    say(socket, "220 go ahead\r\n");
                    SSLSocket secured = (SSLSocket)
                            identity.server().getSocketFactory().createSocket(socket, socket.getInputStream(), true);
                    say(secured, "250 " + text(secured.getInputStream().readNBytes(4)) + "\r\n");
                    secured.close();
                });
                Socket program = connected(agent.redirect("mail.example.test", LOOPBACK, server.port()))) {
            assertEquals("220 ready\r\n", text(program.getInputStream().readNBytes(11)));
            say(program, "STARTTLS\r\n");
            assertEquals("220 go ahead\r\n", text(program.getInputStream().readNBytes(14)));
            SSLSocket secured = (SSLSocket) TestIdentity.trustingEverything()
                    .getSocketFactory()
                    .createSocket(program, "mail.example.test", 25, true);
            say(secured, "EHLO");
            assertEquals("250 EHLO\r\n", text(secured.getInputStream().readAllBytes()));
            X509Certificate[] chain = (X509Certificate[]) secured.getSession().getPeerCertificates();
            assertArrayEquals(identity.leaf().getEncoded(), embedded(chain[0]));
        }
        ConnectionClosed closed = closed();
        assertEquals(10 + 4, closed.bytesOut());
        assertEquals(11 + 14 + 10, closed.bytesIn());
        assertEquals(2, seen.events(Handshake.class).size());
        String kept = seen.events(FlowEvent.Segment.class).stream()
                .map(segment -> text(segment.bytes()))
                .collect(Collectors.joining());
        assertEquals("220 ready\r\nSTARTTLS\r\n220 go ahead\r\nEHLO250 EHLO\r\n", kept);
    }

    @Test
    void tlsRightBehindTheRequestForItIsTakenOverInOneSegmentToo() throws Exception {
        TestIdentity identity = TestIdentity.of("db.example.test", directory.resolve("private-ca"));
        try (LoopbackServer server = LoopbackServer.plain(socket -> {
                    say(socket, "greeting");
                    socket.getInputStream().readNBytes("TLS please".length());
                    SSLSocket secured = (SSLSocket)
                            identity.server().getSocketFactory().createSocket(socket, socket.getInputStream(), true);
                    say(secured, "got " + text(secured.getInputStream().readNBytes(4)));
                    secured.close();
                });
                Socket program = connected(agent.redirect("db.example.test", LOOPBACK, server.port()))) {
            program.getInputStream().readNBytes("greeting".length());
            SSLSocket secured = (SSLSocket) TestIdentity.trustingEverything()
                    .getSocketFactory()
                    .createSocket(new Prefixed(program, "TLS please"), "db.example.test", 3306, true);
            say(secured, "ping");
            assertEquals("got ping", text(secured.getInputStream().readAllBytes()));
            X509Certificate[] chain = (X509Certificate[]) secured.getSession().getPeerCertificates();
            assertArrayEquals(identity.leaf().getEncoded(), embedded(chain[0]));
        }
        assertEquals(10 + 4, closed().bytesOut());
        String kept = seen.events(FlowEvent.Segment.class).stream()
                .map(segment -> text(segment.bytes()))
                .collect(Collectors.joining());
        assertEquals("greetingTLS pleasepinggot ping", kept);
    }

    /** Sends some words and whatever is written first as one segment. */
    private static final class Prefixed extends Socket {
        private final Socket socket;
        private byte[] prefix;

        Prefixed(Socket socket, String prefix) {
            this.socket = socket;
            this.prefix = prefix.getBytes(StandardCharsets.US_ASCII);
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return socket.getInputStream();
        }

        @Override
        public OutputStream getOutputStream() throws IOException {
            OutputStream out = socket.getOutputStream();
            return new OutputStream() {
                @Override
                public void write(int one) throws IOException {
                    write(new byte[] {(byte) one}, 0, 1);
                }

                @Override
                public void write(byte[] bytes, int from, int length) throws IOException {
                    byte[] all = Arrays.copyOf(prefix, prefix.length + length);
                    System.arraycopy(bytes, from, all, prefix.length, length);
                    prefix = new byte[0];
                    out.write(all);
                }
            };
        }

        @Override
        public boolean isConnected() {
            return true;
        }

        @Override
        public synchronized void close() throws IOException {
            socket.close();
        }
    }

    @Test
    void bytesThatOnlyBeginLikeTlsPassAsTheyCame() throws Exception {
        byte[] lookalike = {0x16, 3, 1, 0, 40, 1, 0, 0, 36, 9};
        try (LoopbackServer server = LoopbackServer.plain(socket -> {
                    say(socket, "hi");
                    socket.getOutputStream().write(socket.getInputStream().readNBytes(lookalike.length));
                });
                Socket program = connected(agent.redirect("a.test", LOOPBACK, server.port()))) {
            assertEquals("hi", text(program.getInputStream().readNBytes(2)));
            program.getOutputStream().write(lookalike);
            assertArrayEquals(lookalike, program.getInputStream().readAllBytes());
        }
        assertEquals(lookalike.length, closed().bytesOut());
    }

    @Test
    void tlsInsideAProxysTunnelIsTapped() throws Exception {
        TestIdentity identity = TestIdentity.of("shop.example.test", directory.resolve("private-ca"));
        String connect = "CONNECT shop.example.test:443 HTTP/1.1\r\nHost: shop.example.test:443\r\n\r\n";
        String request = "GET /cart HTTP/1.1\r\nHost: shop.example.test\r\nConnection: close\r\n\r\n";
        try (LoopbackServer server = LoopbackServer.plain(socket -> {
                    socket.getInputStream().readNBytes(connect.length());
                    say(socket, "HTTP/1.1 200 Connection established\r\n\r\n");
                    SSLSocket secured = (SSLSocket)
                            identity.server().getSocketFactory().createSocket(socket, socket.getInputStream(), true);
                    secured.getInputStream().readNBytes(request.length());
                    say(secured, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
                    secured.close();
                });
                Socket program = connected(agent.redirect("proxy.example.test", LOOPBACK, server.port()))) {
            say(program, connect);
            program.getInputStream().readNBytes("HTTP/1.1 200 Connection established\r\n\r\n".length());
            SSLSocket secured = (SSLSocket) TestIdentity.trustingEverything()
                    .getSocketFactory()
                    .createSocket(program, "shop.example.test", 443, true);
            say(secured, request);
            assertTrue(text(secured.getInputStream().readAllBytes()).endsWith("hi"));
        }
        closed();
        List<FlowEvent.RequestHead> requests = seen.events(FlowEvent.RequestHead.class);
        assertEquals(
                List.of("CONNECT", "GET"),
                requests.stream().map(FlowEvent.RequestHead::method).toList());
        assertEquals("https", requests.get(1).scheme());
        assertTrue(seen.events(FlowEvent.ExchangeEnded.class).stream().allMatch(ended -> ended.fault() == null));
    }

    private static void say(Socket socket, String what) throws IOException {
        socket.getOutputStream().write(what.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void anAlertOfTheServerReachesTheProgramAsTheSameAlert() throws Exception {
        TestIdentity identity = TestIdentity.of("a.test", directory.resolve("private-ca"));
        try (LoopbackServer server = LoopbackServer.tls(identity.server(), socket -> {
                    alpn((SSLSocket) socket, "TLSv1.3", "spdy/1");
                    ((SSLSocket) socket).startHandshake();
                });
                SSLSocket program = secured(agent.redirect("a.test", LOOPBACK, server.port()))) {
            alpn(program, null, "http/1.1");
            SSLException failure = assertThrows(SSLException.class, program::startHandshake);
            assertTrue(String.valueOf(failure.getMessage()).contains("no_application_protocol"), failure.toString());
        }
        Fault fault = closed().fault();
        assertNotNull(fault);
        assertEquals(Fault.Code.TLS_UPSTREAM_ALERT, fault.code());
        assertEquals("no_application_protocol", fault.detail());
    }

    @Test
    void aServerThatHangsUpInTheHandshakeHangsUpOnTheProgram() throws Exception {
        try (LoopbackServer server =
                        LoopbackServer.plain(socket -> socket.getInputStream().read());
                SSLSocket program = secured(agent.redirect("a.test", LOOPBACK, server.port()))) {
            assertThrows(IOException.class, program::startHandshake);
        }
        Fault fault = closed().fault();
        assertNotNull(fault);
        assertEquals(Fault.Code.TLS_UPSTREAM_CLOSED, fault.code());
    }

    @Test
    void twentyMegabytesPassUnchangedEachWayAtOnce() throws Exception {
        TestIdentity identity = TestIdentity.of("a.test", directory.resolve("private-ca"));
        byte[] sent = new byte[20_000_000];
        new Random(5).nextBytes(sent);
        try (LoopbackServer server = LoopbackServer.tls(identity.server(), socket -> {
                    InputStream in = socket.getInputStream();
                    byte[] piece = new byte[10_000];
                    for (int read; (read = in.read(piece)) > 0; ) {
                        socket.getOutputStream().write(piece, 0, read);
                    }
                });
                SSLSocket program = secured(agent.redirect("a.test", LOOPBACK, server.port()))) {
            Thread writer = new Thread(() -> {
                try {
                    program.getOutputStream().write(sent);
                    program.shutdownOutput();
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            writer.start();
            byte[] back = program.getInputStream().readNBytes(sent.length);
            writer.join();
            assertTrue(Arrays.equals(sent, back));
        }
        assertEquals(sent.length, closed().bytesIn());
    }

    @Test
    void aResetOfTheServerIsAResetForTheProgram() throws Exception {
        try (LoopbackServer server = LoopbackServer.plain(socket -> {
                    socket.getInputStream().read();
                    socket.setSoLinger(true, 0);
                });
                Socket program = connected(agent.redirect("a.test", LOOPBACK, server.port()))) {
            program.getOutputStream().write('x');
            SocketException failure = assertThrows(
                    SocketException.class, () -> program.getInputStream().read());
            assertEquals("Connection reset", failure.getMessage());
        }
        Fault fault = closed().fault();
        assertNotNull(fault);
        assertEquals(Fault.Code.RESET_BY_SERVER, fault.code());
    }

    @Test
    void aProgramIsThereWhileItsControlConnectionIs() throws Exception {
        Socket control = agent.control("billing");
        FakeAgent.expectWelcome(control);
        assertEquals(1, proxy.programs());
        assertTrue(!proxy.whenIdle().isDone());
        control.close();
        proxy.whenIdle().get();
        assertEquals(0, proxy.programs());
    }

    @Test
    void aBusyPortIsOneLineWithARemedy() {
        CommandFailure failure = assertThrows(
                CommandFailure.class,
                () -> ProxyServer.start(
                        options("other", proxy.port()),
                        authority(),
                        seen,
                        new CountedIds(),
                        FlowClock.system(),
                        notices::add));
        String message = String.valueOf(failure.getMessage());

        assertTrue(message.startsWith("cannot listen on 127.0.0.1:" + proxy.port()), message);
        assertEquals(1, message.lines().count());
    }

    @Test
    void closingEndsWhatIsOpenAndSaysSo() throws Exception {
        try (LoopbackServer server =
                        LoopbackServer.plain(socket -> socket.getInputStream().readAllBytes());
                Socket program = connected(agent.redirect("a.test", LOOPBACK, server.port()))) {
            proxy.close();
            assertEquals(-1, program.getInputStream().read());
        }
        Fault fault = closed().fault();
        assertNotNull(fault);
        assertEquals(Fault.Code.PROXY_STOPPED, fault.code());
    }

    private ConnectionClosed closed() throws InterruptedException {
        long opened = seen.events(FlowEvent.ConnectionOpened.class).size();
        List<FlowEvent> events = seen.await(
                so -> so.stream().filter(ConnectionClosed.class::isInstance).count() >= Math.max(1, opened), SOON);
        return (ConnectionClosed) events.stream()
                .filter(ConnectionClosed.class::isInstance)
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    private static Socket connected(Socket redirected) throws IOException {
        FakeAgent.expectAck(redirected);
        assertEquals(0, redirected.getInputStream().read());
        return redirected;
    }

    private static SSLSocket secured(Socket redirected) throws Exception {
        Socket connected = connected(redirected);
        return (SSLSocket) TestIdentity.trustingEverything()
                .getSocketFactory()
                .createSocket(connected, "shop.example.test", 443, true);
    }

    private static void alpn(SSLSocket socket, @Nullable String version, String... protocols) {
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(protocols);
        if (version != null) {
            parameters.setProtocols(new String[] {version});
        }
        socket.setSSLParameters(parameters);
    }

    /** The extension's value is an OCTET STRING that holds the certificate. */
    private static byte[] embedded(X509Certificate minted) {
        byte[] octets = minted.getExtensionValue("2.25.129857603981470236170547915386204772031.1");
        int header = 2 + ((octets[1] & 0x80) != 0 ? octets[1] & 0x7F : 0);
        return Arrays.copyOfRange(octets, header, octets.length);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.US_ASCII);
    }
}
