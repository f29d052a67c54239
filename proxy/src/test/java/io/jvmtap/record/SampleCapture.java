package io.jvmtap.record;

import static io.jvmtap.record.Traffic.bytes;
import static io.jvmtap.record.Traffic.headers;

import io.jvmtap.flow.Direction;
import io.jvmtap.flow.Fault;
import io.jvmtap.flow.FlowClock;
import io.jvmtap.flow.FlowEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.zip.GZIPOutputStream;

/** A small capture with one of everything, the same each time. The golden file of version 1 was written by it. */
public final class SampleCapture {
    /** A self-signed certificate for {@code api.stripe.test}, made for tests only. */
    public static final byte[] CERTIFICATE = Base64.getDecoder()
            .decode("MIIBrTCCAVOgAwIBAgIUCqrn+lSEsRwipn3DXHtkUarBrbIwCgYIKoZIzj0EAwIwLDEQMA4GA1UECgwHRXhhbXBsZT"
                    + "EYMBYGA1UEAwwPYXBpLnN0cmlwZS50ZXN0MB4XDTI2MTEyMzE5MDAxOVoXDTI3MTEyMzE5MDAxOVowLDEQMA4GA1UE"
                    + "CgwHRXhhbXBsZTEYMBYGA1UEAwwPYXBpLnN0cmlwZS50ZXN0MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAESqnoTD"
                    + "t3elCQjGXhELWP9o/X87WcIXrM2L3OQn8YKJvFB+6d5VnLPOwhu7/JjtzBVOCplCkCgJCzlxQjR3LSsaNTMFEwHQYD"
                    + "VR0OBBYEFLo+gH2xjDYiQuW7E3lZJEdbnVb2MB8GA1UdIwQYMBaAFLo+gH2xjDYiQuW7E3lZJEdbnVb2MA8GA1UdEw"
                    + "EB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSAAwRQIgSSUDXjKxNRdIwcNCXBuv2+1TkJpF0dTu72c8pp/EF9cCIQDZI/m9"
                    + "C8PogqPyjwVI2hro7xL3Zxhwcq75p5KhB3aagg==");

    private SampleCapture() {}

    public static void main(String[] arguments) throws IOException {
        write(Path.of(arguments[0]));
    }

    public static Path write(Path file) throws IOException {
        FlowClock clock = Traffic.ticking();
        try (CaptureWriter writer = CaptureWriter.open(file, "billing", clock, System.err::println)) {
            Traffic traffic = new Traffic(writer, writer.ids(), clock);
            traffic.program();
            traffic.lookup("api.stripe.test");
            long stripe = traffic.tls("api.stripe.test", CERTIFICATE);
            charge(traffic, stripe);
            compressed(traffic, stripe);
            failed(traffic, stripe);
            traffic.close(stripe, 900, 1_200, null);
            opaque(traffic);
            refused(traffic, writer, clock);
            traffic.bypass("telemetry.test", "excluded by -x");
        }
        return file;
    }

    private static void charge(Traffic traffic, long connection) {
        long exchange = traffic.request(
                connection,
                "POST",
                "/v1/charges?expand=card&access_token=t0p",
                headers(
                        "Host", "api.stripe.test",
                        "Authorization", "Bearer sk_live_1",
                        "Cookie", "session=abc; theme=dark",
                        "Content-Type", "application/x-www-form-urlencoded"),
                bytes("amount=100&password=hunter2"));
        traffic.response(
                exchange,
                402,
                headers(
                        "Content-Type", "application/json",
                        "Set-Cookie", "id=s3cret; Path=/; HttpOnly; Secure",
                        "Request-Id", "req_1"),
                bytes("{\"error\":{\"code\":\"card_declined\",\"n\":1.50,\"list\":[]},"),
                bytes("\"refresh_token\":\"rt_1\"}"));
    }

    private static void compressed(Traffic traffic, long connection) {
        long exchange = traffic.request(connection, "GET", "/terms", headers("Host", "api.stripe.test"));
        byte[] text = bytes("terms and conditions\n".repeat(20));
        traffic.response(
                exchange,
                200,
                headers("Content-Type", "text/plain; charset=utf-8", "Content-Encoding", "gzip"),
                gzip(text));
    }

    private static void failed(Traffic traffic, long connection) {
        long exchange = traffic.request(connection, "GET", "/logo.png", headers("Host", "api.stripe.test"));
        traffic.responseHead(exchange, 200, headers("Content-Type", "image/png", "Content-Length", "5000"));
        traffic.body(exchange, Direction.IN, new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n', 0, 0});
        traffic.end(exchange, new Fault(Fault.Code.RESET_BY_SERVER, Fault.Scope.CONNECTION, "Connection reset"));
    }

    private static void opaque(Traffic traffic) {
        long connection = traffic.tls("db.test");
        traffic.segment(connection, Direction.OUT, new byte[] {0, 0, 0, 8, 4, (byte) 0xD2, 0x16, 0x2F});
        traffic.segment(connection, Direction.IN, bytes("N"));
        traffic.close(connection, 8, 1, null);
    }

    private static void refused(Traffic traffic, CaptureWriter writer, FlowClock clock) {
        long connection = traffic.open("down.test");
        Fault fault = new Fault(Fault.Code.CONNECT_REFUSED, Fault.Scope.CONNECTION, "Connection refused");
        writer.emit(new FlowEvent.UpstreamFailed(connection, clock.now(), fault));
        traffic.close(connection, 0, 0, null);
    }

    public static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return out.toByteArray();
    }
}
