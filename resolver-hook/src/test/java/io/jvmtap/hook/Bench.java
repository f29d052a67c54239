package io.jvmtap.hook;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** One test's setting: a real server, a proxy, names that lead to loopback, and programs run with or without the agent. */
final class Bench implements Closeable {
    final TestProxy proxy = new TestProxy();
    final List<String> reachedServer = new CopyOnWriteArrayList<>();
    final Jvm jvm;
    private final Path folder;
    private final ServerSocket server = new ServerSocket(0, 500, InetAddress.getByName("127.0.0.1"));
    private final List<String> keys = new ArrayList<>();
    private final List<String> options = new ArrayList<>();
    private final List<String> optionsBehind = new ArrayList<>();
    private Path jar = Jvm.agentJar();
    private boolean verified = true;

    Bench(Jvm jvm, Path folder) throws IOException {
        this.jvm = jvm;
        this.folder = folder;
        Files.writeString(folder.resolve("hosts"), """
                127.0.0.1 localhost api.example.test other.example.test
                127.255.255.1 elsewhere.example.test
                127.0.0.1 several.example.test
                127.0.0.2 several.example.test
                127.0.0.3 several.example.test
                127.0.0.9 denied.example.test
                """);
        Thread thread = new Thread(this::serve, "test-server");
        thread.setDaemon(true);
        thread.start();
    }

    /** A line of the session file. */
    Bench with(String key) {
        keys.add(key);
        return this;
    }

    Bench option(String option) {
        options.add(option);
        return this;
    }

    /** An option that stands behind the agent's, where the order counts. */
    Bench optionBehind(String option) {
        optionsBehind.add(option);
        return this;
    }

    /** With the options of everyday: verifying the JDK's classes switches its shared archive off, warnings included. */
    Bench unverified() {
        verified = false;
        return this;
    }

    Bench jar(Path other) {
        jar = other;
        return this;
    }

    String port() {
        return String.valueOf(server.getLocalPort());
    }

    /** A port of 127.0.0.1 where nobody listens now. */
    static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return probe.getLocalPort();
        }
    }

    Jvm.Outcome untapped(String... arguments) throws Exception {
        List<String> all = new ArrayList<>(options);
        all.addAll(optionsBehind);
        return jvm.run(folder, all, List.of(arguments));
    }

    Jvm.Outcome tapped(String... arguments) throws Exception {
        return Jvm.outcome(folder, start(arguments));
    }

    Process start(String... arguments) throws Exception {
        List<String> all = new ArrayList<>(options);
        all.add(agent());
        all.addAll(optionsBehind);
        if (verified) {
            // The JDK's own classes are verified too: what we weave into them must be right by the book.
            all.add("-XX:+UnlockDiagnosticVMOptions");
            all.add("-XX:+BytecodeVerificationLocal");
        }
        return jvm.start(folder, all, List.of(arguments));
    }

    String agent() throws IOException {
        return "-javaagent:" + jar + "=" + session();
    }

    Path session() throws IOException {
        return session(proxy.port());
    }

    /** One that leads to another proxy. */
    Path session(int port) throws IOException {
        List<String> lines =
                new ArrayList<>(List.of("version=1", "port=" + port, "token=" + TestProxy.tokenHex(), "label=bench"));
        lines.addAll(keys);
        Path file = folder.resolve("session");
        Files.write(file, lines);
        return file;
    }

    /** What the program printed to stderr until now. */
    String errors() throws IOException {
        return Files.readString(folder.resolve("err"));
    }

    private void serve() {
        try {
            while (true) {
                Socket socket = server.accept();
                Thread thread = new Thread(() -> answer(socket), "test-answer");
                thread.setDaemon(true);
                thread.start();
            }
        } catch (IOException closed) {
            // The end of the test.
        }
    }

    private void answer(Socket socket) {
        try (socket) {
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int c = socket.getInputStream().read();
                if (c < 0) {
                    break;
                }
                head.append((char) c);
            }
            reachedServer.add(head.toString());
            OutputStream out = socket.getOutputStream();
            out.write("HTTP/1.1 200 Fine\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"
                    .getBytes(StandardCharsets.US_ASCII));
        } catch (IOException ended) {
            // Peers may end as they like.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        proxy.close();
    }
}
