package io.jvmtap.differential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvmtap.differential.ProgramRun.Plan;
import io.jvmtap.differential.ProgramRun.Result;
import io.jvmtap.differential.TestCertificates.Leaf;
import io.jvmtap.differential.programs.MutualTlsProgram;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A server that wants client certificates gets the program's own, signed with the program's own key. */
@Tag("slow") // starts two JVMs a case
class MutualTlsTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    private TestCertificates certificates;
    private Path trustStore = Path.of("unset");
    private ClientKeys known;
    private List<String> cases = List.of();

    @BeforeEach
    void prepare() throws Exception {
        certificates = new TestCertificates();
        trustStore = certificates.trustStore(directory);
        known = new ClientKeys("Client Authority");
        String rsa = known.store(directory, "rsa", "RSA", 2048).toString();
        String ec = known.store(directory, "ec", "EC", 384).toString();
        String stranger = new ClientKeys("Strange Authority")
                .store(directory, "stranger", "EC", 256)
                .toString();
        List<String> all = new ArrayList<>();
        for (String version : List.of("TLSv1.3", "TLSv1.2")) {
            for (String store : List.of(rsa, ec, stranger, "none")) {
                all.addAll(List.of(version, store));
            }
        }
        cases = List.copyOf(all);
    }

    static Stream<Arguments> servers() {
        return JdkHomes.ofPrograms().entrySet().stream()
                .flatMap(jdk -> Stream.of(true, false)
                        .flatMap(need -> Stream.of(true, false)
                                .filter(names -> need || names)
                                .map(names -> Arguments.of(jdk.getKey(), jdk.getValue(), need, names))));
    }

    /**
     * @param need whether the server refuses who has none
     * @param names whether it says whose certificates it takes: a key manager with none of those gives none
     */
    @ParameterizedTest
    @MethodSource("servers")
    void whoTheServerSeesAndWhatTheProgramGetsIsTheSame(int feature, Path home, boolean need, boolean names)
            throws Exception {
        try (Server server = new Server(certificates, known.authority(), need, names);
                Tapped tapped = new Tapped(directory)) {
            List<String> args = new ArrayList<>(List.of(TestCertificates.NAME, Integer.toString(server.port())));
            args.addAll(cases);
            Plan plan = Plan.usual(home, trustStore);
            Result untapped = ProgramRun.start(plan, MutualTlsProgram.class, args.toArray(String[]::new))
                    .finish(LIMIT);
            Result withTap = ProgramRun.start(tapped.plan(plan), MutualTlsProgram.class, args.toArray(String[]::new))
                    .finish(LIMIT);

            assertEquals(untapped.outText(), withTap.outText());
            assertEquals(untapped.errText(), withTap.errText());
            assertTrue(untapped.outText().contains("got hello from CN=rsa"), untapped.outText());
            assertTrue(untapped.outText().contains("got hello from CN=ec"), untapped.outText());
            assertEquals(need, untapped.outText().contains("failed:"), untapped.outText());
        }
    }

    /** Answers a line, and stays until the other side has gone, so that an alert is not overtaken by a reset. */
    private static final class Server implements AutoCloseable {
        private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final SSLContext context;
        private final boolean need;

        Server(TestCertificates certificates, X509Certificate clients, boolean need, boolean names) throws Exception {
            this.context = certificates.server(Leaf.VALID, new Issued(clients, names));
            this.need = need;
            Thread acceptor = new Thread(this::accept, "mutual-tls-server");
            acceptor.setDaemon(true);
            acceptor.start();
        }

        int port() {
            return listener.getLocalPort();
        }

        private void accept() {
            while (!listener.isClosed()) {
                try {
                    Socket plain = listener.accept();
                    Thread server = new Thread(() -> serve(plain), "mutual-tls-connection");
                    server.setDaemon(true);
                    server.start();
                } catch (IOException closed) {
                    return;
                }
            }
        }

        private void serve(Socket plain) {
            try (plain) {
                try {
                    SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, null, 0, false);
                    socket.setUseClientMode(false);
                    if (need) {
                        socket.setNeedClientAuth(true);
                    } else {
                        socket.setWantClientAuth(true);
                    }
                    String line = new BufferedReader(
                                    new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                            .readLine();
                    String who;
                    try {
                        who = socket.getSession().getPeerPrincipal().getName();
                    } catch (SSLPeerUnverifiedException nobody) {
                        who = "nobody";
                    }
                    socket.getOutputStream()
                            .write(("got " + line + " from " + who + "\n").getBytes(StandardCharsets.US_ASCII));
                    socket.close();
                    plain.shutdownOutput();
                } catch (IOException refused) {
                    plain.shutdownOutput();
                }
                plain.getInputStream().readAllBytes();
            } catch (IOException gone) {
                // The client's side tells.
            }
        }

        @Override
        public void close() throws IOException {
            listener.close();
        }
    }

    /** Trusts what one authority has issued. */
    private record Issued(X509Certificate authority, boolean names) implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            try {
                chain[0].verify(authority.getPublicKey());
            } catch (GeneralSecurityException e) {
                throw new CertificateException("not issued by us", e);
            }
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return names ? new X509Certificate[] {authority} : new X509Certificate[0];
        }
    }
}
