package io.jvmtap.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvmtap.query.ExchangeDetail;
import io.jvmtap.record.CaptureReader;
import io.jvmtap.record.SampleCapture;
import io.jvmtap.record.Traffic;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NullUnmarked // an unexpected null fails the test, as it should
class FlowTextTest {
    private final FlowText text = new FlowText(ZoneId.of("Europe/Berlin"));

    @TempDir
    Path directory;

    @Test
    void anExchangeIsShownFromItsFirstLineToItsCertificate() throws Exception {
        assertEquals("""
                Exchange 1  https://api.stripe.test/v1/charges?expand=card&access_token=t0p  2026-11-23 13:00:00.011 +01:00

                POST /v1/charges?expand=card&access_token=t0p HTTP/1.1
                Host: api.stripe.test
                Authorization: Bearer sk_live_1
                Cookie: session=abc; theme=dark
                Content-Type: application/x-www-form-urlencoded

                amount:   100
                password: hunter2

                HTTP/1.1 402 Payment Required
                Content-Type: application/json
                Set-Cookie: id=s3cret; Path=/; HttpOnly; Secure
                Request-Id: req_1

                {
                  "error": {
                    "code": "card_declined",
                    "n": 1.50,
                    "list": []
                  },
                  "refresh_token": "rt_1"
                }

                Timing
                  lookup    1.5 ms
                  connect   1.0 ms
                  TLS       0.0 ms
                  TLS, ours 0.0 ms
                  send      3.0 ms
                  wait      1.0 ms
                  receive   3.0 ms
                  total     8.0 ms

                Caller
                  program   billing (pid 4711), thread worker-1
                  at java.net.http.HttpClient.send(HttpClient.java:1)
                  at com.acme.StripeClient.charge(StripeClient.java:88)

                Way
                  to        api.stripe.test:443  (connection c1)
                  lookup    192.0.2.10, 2001:db8:0:0:0:0:0:10  in 1.5 ms
                  address   192.0.2.10, port 443
                  bytes     900 out, 1200 in

                TLS with the server
                  agreed    TLSv1.3, TLS_AES_128_GCM_SHA256, in 0.0 ms
                  names     SNI api.stripe.test, ALPN http/1.1
                  subject   CN=api.stripe.test, O=Example
                    names   none
                    key     EC, 256 bits, signed with SHA256withECDSA
                    issuer  CN=api.stripe.test, O=Example
                """, exchange(1).substring(0, exchange(1).indexOf("    valid ")));
        assertTrue(exchange(1).contains("Trust\n  accepted  by sun.security.ssl.X509TrustManagerImpl\n"), exchange(1));
    }

    @Test
    void aCompressedBodyIsShownAsItReads() throws Exception {
        assertTrue(exchange(2).contains("Content-Encoding: gzip\n\nterms and conditions\nterms and"), exchange(2));
    }

    @Test
    void binaryAndFailureAreShownForWhatTheyAre() throws Exception {
        String shown = exchange(3);
        assertTrue(
                shown.contains("00000000  89 50 4e 47 0d 0a 1a 0a  00 00                    |.PNG......|\n"
                        + "(10 B of image/png)\n(failed: reset by server: Connection reset)\n"),
                shown);
    }

    @Test
    void aConnectionShowsItsStream() throws Exception {
        try (CaptureReader reader = CaptureReader.open(SampleCapture.write(directory.resolve("a.jvmtap")))) {
            String shown = text.connection(reader.connection(2), List.of(), direction -> reader.stream(2, direction));
            assertTrue(shown.contains("from the program\n00000000  00 00 00 08 04 d2 16 2f "), shown);
            assertTrue(shown.contains("from the server\n00000000  4e "), shown);
        }
    }

    @Test
    void aBodyWhoseEndIsMissingIsShownAsFarAsItGoes() {
        byte[] whole = gzip("0123456789".repeat(1_000) + Math.random());
        byte[] cut = Arrays.copyOf(whole, whole.length - 10);
        String shown = BodyText.of(
                new ByteArrayInputStream(cut),
                cut.length,
                Traffic.headers("Content-Type", "text/plain", "Content-Encoding", "gzip"));
        assertTrue(shown.startsWith("0123456789"), shown);
        assertTrue(shown.contains("the body ends early or is not gzip"), shown);
    }

    @Test
    void anUnknownCodingIsNamedNotGuessed() {
        String shown = BodyText.of(
                new ByteArrayInputStream(new byte[300]),
                300,
                Traffic.headers("Content-Type", "text/plain", "Content-Encoding", "lzma"));
        assertTrue(shown.endsWith("(300 B of text/plain, lzma; the first 256 shown)\n"), shown);
    }

    @Test
    void jsonIsLaidOutAndOtherwiseLeftAlone() {
        assertEquals("{\n  \"a\": [\n    1e400,\n    {}\n  ]\n}", JsonIndent.of("{\"a\":[ 1e400 , { } ]}"));
        assertEquals("\"a\\\"b: ,\"", JsonIndent.of("\"a\\\"b: ,\""));
        assertEquals("]]", JsonIndent.of("]]").replace("\n", ""));
        assertEquals("\"open", JsonIndent.of("\"open"));
    }

    private String exchange(long number) throws Exception {
        try (CaptureReader reader = CaptureReader.open(
                SampleCapture.write(directory.resolve(number + "-" + System.nanoTime() + ".jvmtap")))) {
            ExchangeDetail exchange = reader.exchange(number);
            return text.exchange(exchange, direction -> reader.body(number, direction));
        }
    }

    private static byte[] gzip(String text) {
        return SampleCapture.gzip(Traffic.bytes(text));
    }
}
