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
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a program's ALPN offer at a server that prefers HTTP/2. */
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
    void offersThatNameHttp2AloneOrNotAtAllPassUnchanged() throws Exception {
        for (List<String> offer : List.of(List.of("h2"), List.of("http/1.1"), List.of("acme/1"), List.<String>of())) {
            Result[] results = run(offer);
            assertEquals(results[0].outText(), results[1].outText(), offer.toString());
            assertEquals(results[0].errText(), results[1].errText(), offer.toString());
        }
    }

    /** The one known difference, until HTTP/2 is read: the README names it. */
    @Test
    void knownDifferenceWhoOffersBothGetsHttp1() throws Exception {
        Result[] results = run(List.of("h2", "http/1.1"));

        assertTrue(results[0].outText().contains("chosen: 'h2'"), results[0].outText());
        assertTrue(results[1].outText().contains("chosen: 'http/1.1'"), results[1].outText());
    }

    /** Untapped, then tapped. */
    private Result[] run(List<String> offer) throws Exception {
        Path own = Files.createTempDirectory(directory, "alpn");
        try (SSLServerSocket server = serving();
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
            if (offer.contains("h2") && offer.size() == 1) {
                assertEquals(
                        "hello\n",
                        new String(
                                tapped.seen()
                                        .events(FlowEvent.Segment.class)
                                        .get(0)
                                        .bytes(),
                                StandardCharsets.US_ASCII),
                        "kept as a stream");
            }
            return new Result[] {untapped, withTap};
        }
    }

    private SSLServerSocket serving() throws Exception {
        SSLServerSocket server = (SSLServerSocket) certificates
                .server(Leaf.VALID)
                .getServerSocketFactory()
                .createServerSocket(0, 10, InetAddress.getLoopbackAddress());
        SSLParameters parameters = server.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2", "http/1.1", "acme/1"});
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
            } catch (SocketException closed) {
                return;
            } catch (IOException failed) {
                throw new AssertionError(Arrays.toString(failed.getStackTrace()), failed);
            }
        }
    }
}
