package io.jvmtap.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jvmtap.flow.Direction;
import io.jvmtap.flow.Header;
import io.jvmtap.query.RowFilter;
import io.jvmtap.query.filter.FilterParser;
import io.jvmtap.record.CaptureReader;
import io.jvmtap.record.CaptureWriter;
import io.jvmtap.record.SampleCapture;
import io.jvmtap.record.Traffic;
import io.jvmtap.redact.Redaction;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NullUnmarked // an unexpected null fails the test, as it should
class PcapngWriterTest {
    @TempDir
    Path directory;

    @Test
    void tsharkFindsTheRequestsWhereTheyWereSent() throws Exception {
        Path capture = directory.resolve("a.jvmtap");
        try (CaptureWriter writer = CaptureWriter.open(capture, "a", Traffic.ticking(), System.err::println)) {
            Traffic traffic = new Traffic(writer, writer.ids(), Traffic.ticking());
            long connection = traffic.tls("a.example");
            byte[] form = Traffic.bytes("a=1&password=hunter2");
            List<Header> head = Traffic.headers("Host", "a.example", "Content-Length", "20");
            head.addAll(Traffic.headers("Content-Type", "application/x-www-form-urlencoded"));
            long post = traffic.request(connection, "POST", "/post?token=t0p", head, form);
            List<Header> chunked = Traffic.headers("Transfer-Encoding", "chunked", "Content-Type", "text/plain");
            traffic.response(post, 402, chunked, Traffic.bytes("first "), new byte[40_000]);
            long get = traffic.request(connection, "GET", "/get", Traffic.headers("Host", "a.example"));
            traffic.response(get, 200, Traffic.headers("Content-Length", "3"), Traffic.bytes("abc"));
            traffic.close(connection, 300, 200, null);
            long opaque = traffic.tls("db.example");
            traffic.segment(opaque, Direction.OUT, new byte[] {0, 0, 0, 8, 4, (byte) 0xD2, 0x16, 0x2F});
            traffic.close(opaque, 8, 0, null);
        }
        Path file = written(capture, RowFilter.ALL, false);
        String[] to = {"ip.dst", "tcp.dstport", "http.request.method", "http.request.uri", "frame.time_epoch"};
        List<String> requests = tshark(file, "http", "http.request", to).lines().toList();
        assertEquals(2, requests.size(), requests.toString());
        assertTrue(
                requests.get(0).matches("192.0.2.10\t443\tPOST\t/post\\?token=REDACTED-\\w{8}\t1795435200.0\\d+"),
                requests.get(0));
        assertTrue(requests.get(1).startsWith("192.0.2.10\t443\tGET\t/get\t"), requests.get(1));
        assertEquals("402\n200\n", tshark(file, "http", "http.response", "http.response.code"));
        assertEquals("", tshark(file, "http", "tcp.analysis.flags || _ws.malformed", "frame.number"));
        assertEquals("", tshark(file, "http", "tcp.checksum.status == 0 || ip.checksum.status == 0", "frame.number"));
        assertEquals(
                "0000000804d2162f",
                tshark(file, "http", "tcp.len == 8", "tcp.payload").strip());
    }

    @Test
    void http2IsFramesAgainWithCallsOfGrpc() throws Exception {
        Path capture = directory.resolve("h2.jvmtap");
        try (CaptureWriter writer = CaptureWriter.open(capture, "a", Traffic.ticking(), System.err::println)) {
            new Traffic(writer, writer.ids(), Traffic.ticking()).grpc("a.example", "5", "no%20one");
        }
        Path file = written(capture, RowFilter.ALL, false);
        assertEquals(
                "/a.Users/Find\t1\n",
                tshark(file, "http2", "http2.headers.path", "http2.headers.path", "http2.streamid"));
        assertEquals("2\n4\n", tshark(file, "http2", "grpc", "grpc.message_length"));
        String trailers = tshark(file, "http2", "http2.header.name == \"grpc-status\"", "http2.header.value");
        assertTrue(trailers.endsWith("5,no%20one\n"), trailers);
    }

    @Test
    void everyBlockIsWhole() throws Exception {
        Path capture = SampleCapture.write(directory.resolve("a.jvmtap"));
        ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(written(capture, RowFilter.ALL, true)))
                .order(ByteOrder.LITTLE_ENDIAN);
        List<Integer> types = new ArrayList<>();
        while (file.hasRemaining()) {
            int start = file.position();
            types.add(file.getInt());
            int length = file.getInt();
            assertEquals(0, length % 4);
            assertEquals(length, file.getInt(start + length - 4));
            file.position(start + length);
        }
        assertEquals(0x0A0D0D0A, types.get(0));
        assertEquals(1, types.get(1));
        assertTrue(types.contains(6) && types.contains(4), types.toString());
    }

    @Test
    void theFilterChoosesAndSecretsAreLeftOut() throws Exception {
        Path capture = SampleCapture.write(directory.resolve("a.jvmtap"));
        String without = text(written(capture, RowFilter.ALL, false));
        assertTrue(without.contains("amount=100&password=REDACTED-") && without.contains("secrets are left out"));
        assertFalse(without.contains("hunter2") || without.contains("sk_live_1") || without.contains("s3cret"));
        String some = text(written(capture, FilterParser.parse("~m GET"), true));
        assertTrue(some.contains("GET /terms") && !some.contains("POST /v1"));
        assertTrue(text(written(capture, RowFilter.ALL, true)).contains("hunter2"));
    }

    private Path written(Path capture, RowFilter filter, boolean withSecrets) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (CaptureReader reader = CaptureReader.open(capture)) {
            new PcapngWriter().write(reader, filter, new Redaction(withSecrets), out);
        }
        return Files.write(directory.resolve("a.pcapng"), out.toByteArray());
    }

    private static String text(Path file) throws Exception {
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }

    private String tshark(Path file, String protocol, String filter, String... fields) throws Exception {
        assumeTrue(
                Arrays.stream(System.getenv("PATH").split(":"))
                        .anyMatch(each -> Files.isExecutable(Path.of(each, "tshark"))),
                "tshark is not installed");
        List<String> command = new ArrayList<>(List.of(
                "tshark",
                "-r",
                file.toString(),
                "-d",
                "tcp.port==443," + protocol,
                "-o",
                "tcp.check_checksum:TRUE",
                "-o",
                "ip.check_checksum:TRUE",
                "-Y",
                filter,
                "-T",
                "fields"));
        for (String field : fields) {
            command.addAll(List.of("-e", field));
        }
        Path err = directory.resolve("err.txt");
        Process process =
                new ProcessBuilder(command).redirectError(err.toFile()).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue(), Files.readString(err));
        return out;
    }
}
