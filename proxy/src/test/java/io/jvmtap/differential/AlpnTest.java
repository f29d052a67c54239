package io.jvmtap.differential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvmtap.differential.ProgramRun.Plan;
import io.jvmtap.differential.ProgramRun.Result;
import io.jvmtap.differential.TestCertificates.Leaf;
import io.jvmtap.differential.programs.AlpnProgram;
import io.jvmtap.flow.FlowEvent;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program's ALPN offer reaches the server as it is, and the program gets what the server chose, or nothing where it chose nothing. */
@Tag("slow") // starts JVMs
class AlpnTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    private TestCertificates certificates;
    private Path trustStore = Path.of("unset");

    @BeforeEach
    void prepare() throws Exception {
        certificates = new TestCertificates();
        trustStore = certificates.trustStore(directory);
    }

    @Test
    void theProgramGetsWhatTheServerChose() throws Exception {
        List<List<String>> offers = List.of(
                List.of("h2"),
                List.of("http/1.1"),
                List.of("h2", "http/1.1"),
                List.of("http/1.1", "h2"),
                List.of("acme/1"),
                List.of("\u00ea\u00ea", "http/1.1", "acme/1"),
                List.<String>of());
        for (List<String> offer : offers) {
            same(offer, "h2", "http/1.1", "acme/1");
        }
    }

    /** As servers of gRPC are: who asks for HTTP/1.1 as well is told of HTTP/2 all the same. */
    @Test
    void aServerThatSpeaksHttp2AloneIsHeard() throws Exception {
        assertTrue(same(List.of("h2", "http/1.1"), "h2").contains("chosen: 'h2'"));
        same(List.of("h2"), "h2");
    }

    @Test
    void aServerThatChoosesNothingIsHeardToo() throws Exception {
        assertTrue(same(List.of("h2", "http/1.1")).contains("chosen: ''"));
    }

    /** RFC 7301 section 3.2: the server refuses, with an alert. */
    @Test
    void aServerThatKnowsNoneOfTheOffersRefuses() throws Exception {
        assertTrue(same(List.of("h2", "http/1.1"), "acme/1").contains("failed"));
    }

    /** @return what the program printed, tapped as untapped */
    private String same(List<String> offer, String... served) throws Exception {
        Path own = Files.createTempDirectory(directory, "alpn");
        try (SSLServerSocket server = serving(served);
                Tapped tapped = new Tapped(own)) {
            Plan plan = Plan.usual(Path.of(System.getProperty("java.home")), trustStore);
            List<String> args =
                    new ArrayList<>(List.of(TestCertificates.NAME, Integer.toString(server.getLocalPort())));
            args.addAll(offer);
            String[] all = args.toArray(String[]::new);
            Result untapped = ProgramRun.start(plan, AlpnProgram.class, all).finish(LIMIT);
            Result withTap =
                    ProgramRun.start(tapped.plan(plan), AlpnProgram.class, all).finish(LIMIT);
            tapped.seen()
                    .await(events -> events.stream().anyMatch(FlowEvent.ConnectionClosed.class::isInstance), LIMIT);
            assertEquals(untapped.outText(), withTap.outText(), offer.toString());
            assertEquals(untapped.errText(), withTap.errText(), offer.toString());
            return withTap.outText();
        }
    }

    private SSLServerSocket serving(String... protocols) throws Exception {
        SSLServerSocket server = (SSLServerSocket) certificates
                .server(Leaf.VALID)
                .getServerSocketFactory()
                .createServerSocket(0, 10, InetAddress.getLoopbackAddress());
        SSLParameters parameters = server.getSSLParameters();
        parameters.setApplicationProtocols(protocols);
        server.setSSLParameters(parameters);
        Thread acceptor = new Thread(() -> accept(server), "alpn-server");
        acceptor.setDaemon(true);
        acceptor.start();
        return server;
    }

    private static void accept(SSLServerSocket server) {
        while (true) {
            try (SSLSocket socket = (SSLSocket) server.accept()) {
                String line = new BufferedReader(
                                new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                        .readLine();
                byte[] answer = ("got " + line + " over " + socket.getApplicationProtocol() + "\n")
                        .getBytes(StandardCharsets.US_ASCII);
                socket.getOutputStream().write(answer);
            } catch (SSLException refused) {
                continue; // the program tells
            } catch (SocketException closed) {
                return;
            } catch (IOException failed) {
                throw new AssertionError(Arrays.toString(failed.getStackTrace()), failed);
            }
        }
    }
}
