package io.jvmtap.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jvmtap.flow.Cause;
import io.jvmtap.flow.Destination;
import io.jvmtap.flow.FlowClock;
import io.jvmtap.flow.FlowEvent;
import io.jvmtap.flow.Header;
import io.jvmtap.query.RowFilter;
import io.jvmtap.record.CaptureReader;
import io.jvmtap.record.CaptureWriter;
import io.jvmtap.record.SampleCapture;
import io.jvmtap.record.Traffic;
import io.jvmtap.redact.Redaction;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lines are run by a shell, and what the tools then send is compared with what was recorded. */
@NullUnmarked // an unexpected null fails the test, as it should
class CommandLinesTest {
    private record Request(String method, String target, List<Header> head, byte[] body) {
        String bytes() {
            StringBuilder text = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
            head.forEach(field -> text.append(field.name())
                    .append(":")
                    .append(field.value().isEmpty() ? "" : " ")
                    .append(field.value())
                    .append("\r\n"));
            return text.append("\r\n")
                    .append(new String(body, StandardCharsets.ISO_8859_1))
                    .toString();
        }
    }

    @TempDir
    Path directory;

    @Test
    void curlSendsTheBytesThatWereRecorded() throws Exception {
        assumeTrue(installed("curl"), "curl is not installed");
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            List<Request> requests = requests(server.getLocalPort());
            String[] lines = lines(new CurlWriter(), record(requests, server.getLocalPort()))
                    .split("\n");
            assertEquals(requests.size(), lines.length, String.join("\n", lines));
            for (int i = 0; i < lines.length; i++) {
                assertEquals(requests.get(i).bytes(), sent(lines[i], server), lines[i]);
            }
        }
    }

    @Test
    void httpieSendsTheSameFieldsAndBody() throws Exception {
        assumeTrue(installed("http"), "HTTPie is not installed");
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            List<Request> requests = requests(server.getLocalPort()).subList(1, 5);
            String[] lines = lines(new HttpieWriter(), record(requests, server.getLocalPort()))
                    .split("\n");
            for (int i = 0; i < lines.length; i++) {
                assertEquals(comparable(requests.get(i).bytes()), comparable(sent(lines[i], server)), lines[i]);
            }
        }
    }

    @Test
    void secretsAreLeftOutOfLinesAndWhatIsNoLongerTrueWithThem() throws Exception {
        Path capture = SampleCapture.write(directory.resolve("a.jvmtap"));
        for (ExportFormat format : List.of(new CurlWriter(), new HttpieWriter(), new JsonlWriter())) {
            String with = lines(format, capture, new Redaction(true));
            String without = lines(format, capture, new Redaction(false));
            for (String secret : List.of("sk_live_1", "session=abc", "hunter2", "t0p")) {
                assertTrue(with.contains(secret), with);
                assertFalse(without.contains(secret), without);
            }
            assertTrue(without.contains("amount=100&password=REDACTED-"), without);
        }
        String curl = lines(new CurlWriter(), capture, new Redaction(false));
        assertTrue(curl.startsWith("# 1: secrets are left out of the body\ncurl --http1.1 "), curl);
    }

    private static List<Request> requests(int port) {
        String host = "127.0.0.1:" + port;
        byte[] binary = new byte[300];
        for (int i = 0; i < binary.length; i++) {
            binary[i] = (byte) i;
        }
        byte[] large = Traffic.bytes("0123456789".repeat(20_000));
        List<Request> requests = new ArrayList<>();
        requests.add(request(
                "GET",
                "/a/../b?x=[1]&y={z}".replace("{z}", "z"),
                "Host",
                host,
                "User-Agent",
                "a 'quoted' $agent \"x\" `y`"));
        requests.add(request(
                "POST",
                "/json",
                Traffic.bytes("{\n\t\"a\": \"50% \\\\ it's\"\n}"),
                "User-Agent",
                "Java/17",
                "Host",
                host,
                "Content-Type",
                "application/json",
                "X-Two",
                "1",
                "X-Two",
                "2"));
        requests.add(
                request("PUT", "/text", Traffic.bytes("gr\u00fc\u00dfe 'x' $HOME"), "Host", host, "Accept", "*/*"));
        requests.add(request("POST", "/binary", binary, "Host", host, "Content-Type", "application/octet-stream"));
        requests.add(request("DELETE", "/none", "Host", host, "Accept", "text/html", "Accept-Encoding", "gzip"));
        requests.add(request("POST", "/large", large, "Host", host, "Content-Type", "text/plain"));
        requests.add(request("POST", "/at", Traffic.bytes("@etc"), "Host", host, "X-Empty", "", "Content-Type", "a/b"));
        requests.add(request("HEAD", "/head", "X-First", "1", "Host", host, "User-Agent", "x"));
        requests.add(request("POST", "/empty", "Content-Length", "0", "Host", "other.example", "User-Agent", "x"));
        requests.add(request("OPTIONS", "*", "Host", host, "X-Latin", "caf\u00e9 100%"));
        return requests;
    }

    private static Request request(String method, String target, String... head) {
        return new Request(method, target, Traffic.headers(head), new byte[0]);
    }

    private static Request request(String method, String target, byte[] body, String... head) {
        List<Header> fields = Traffic.headers(head);
        fields.add(2, new Header("Content-Length", Integer.toString(body.length)));
        return new Request(method, target, fields, body);
    }

    private Path record(List<Request> requests, int port) throws Exception {
        Path file = directory.resolve("r.jvmtap");
        FlowClock clock = Traffic.ticking();
        try (CaptureWriter writer = CaptureWriter.open(file, "a", clock, System.err::println)) {
            long connection = writer.ids().nextConnection();
            Destination to = new Destination("127.0.0.1", port, List.of(InetAddress.getLoopbackAddress()));
            Cause cause = new Cause(1, "main", List.of(), "a", null);
            writer.emit(new FlowEvent.ConnectionOpened(connection, clock.now(), "", to, cause));
            Traffic traffic = new Traffic(writer, writer.ids(), clock);
            for (Request each : requests) {
                long id = writer.ids().nextExchange();
                writer.emit(new FlowEvent.ExchangeStarted(id, clock.now(), connection, "http/1.1"));
                writer.emit(new FlowEvent.RequestHead(
                        id, clock.now(), each.method, "http", each.target, "HTTP/1.1", each.head));
                if (each.body.length > 0) {
                    traffic.body(id, io.jvmtap.flow.Direction.OUT, each.body);
                }
                writer.emit(new FlowEvent.BodyEnded(id, clock.now(), io.jvmtap.flow.Direction.OUT, 1));
                traffic.response(id, 200, Traffic.headers());
            }
            traffic.close(connection, 1, 1, null);
        }
        return file;
    }

    private static String lines(ExportFormat format, Path capture) throws IOException {
        return lines(format, capture, new Redaction(true));
    }

    private static String lines(ExportFormat format, Path capture, Redaction redaction) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (CaptureReader reader = CaptureReader.open(capture)) {
            format.write(reader, RowFilter.ALL, redaction, out);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    /** What a line makes its tool send, each byte as a character. */
    private String sent(String line, ServerSocket server) throws Exception {
        CompletableFuture<String> received = CompletableFuture.supplyAsync(() -> {
            try (Socket socket = server.accept()) {
                return receive(socket);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        // Long lines are not for an argument: a script has no limit.
        Path script = java.nio.file.Files.writeString(directory.resolve("line.sh"), line + "\n");
        ProcessBuilder shell = new ProcessBuilder("sh", script.toString()).redirectErrorStream(true);
        shell.redirectOutput(directory.resolve("out.txt").toFile());
        shell.environment()
                .keySet()
                .removeIf(name -> name.toLowerCase(Locale.ROOT).endsWith("_proxy"));
        shell.environment().put("LC_ALL", "C.UTF-8");
        Process process = shell.start();
        process.getOutputStream().close();
        String bytes = received.get(30, TimeUnit.SECONDS);
        assertTrue(process.waitFor(30, TimeUnit.SECONDS));
        return bytes;
    }

    private static String receive(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                return head + "(end)";
            }
            head.append((char) next);
        }
        String length = head.toString()
                .lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
                .map(line -> line.substring(15).strip())
                .findFirst()
                .orElse("0");
        byte[] body = in.readNBytes(Integer.parseInt(length));
        socket.getOutputStream()
                .write("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return head + new String(body, StandardCharsets.ISO_8859_1);
    }

    /** Fields in one order and case, for HTTPie has its own. */
    private static String comparable(String message) {
        int end = message.indexOf("\r\n\r\n");
        String[] lines = message.substring(0, end).split("\r\n");
        List<String> fields = Arrays.stream(lines)
                .skip(1)
                .map(line -> line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT)
                        + line.substring(line.indexOf(':')))
                // The library below HTTPie sends these where it is told to send none.
                .filter(line -> !line.equals("accept-encoding: identity")
                        && !line.startsWith("user-agent: python-")
                        && !line.equals("content-length: 0"))
                .sorted()
                .toList();
        return lines[0] + fields + message.substring(end);
    }

    private static boolean installed(String tool) {
        return Arrays.stream(System.getenv("PATH").split(":"))
                .anyMatch(each -> java.nio.file.Files.isExecutable(Path.of(each, tool)));
    }
}
