package io.jvmtap.redact;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvmtap.flow.Direction;
import io.jvmtap.flow.FlowEvent;
import io.jvmtap.record.NumberedIds;
import io.jvmtap.record.SampleCapture;
import io.jvmtap.record.Traffic;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RedactingSinkTest {
    private final List<FlowEvent> events = new ArrayList<>();
    private final Traffic traffic =
            new Traffic(new RedactingSink(events::add, new Redaction(false)), new NumberedIds(), Traffic.ticking());

    @Test
    void secretsOfHeadsAndBodiesAreGoneBeforeTheyAreRecorded() {
        long exchange = traffic.request(
                traffic.tls("a.example"),
                "POST",
                "/a?access_token=t0p&q=1",
                Traffic.headers("Authorization", "Bearer sk_1", "Content-Type", "application/x-www-form-urlencoded"),
                Traffic.bytes("amount=1&pass"),
                Traffic.bytes("word=hunter2"));
        traffic.response(
                exchange,
                200,
                Traffic.headers("Set-Cookie", "id=s3cret", "Content-Type", "application/json"),
                Traffic.bytes("{\"token\":\"rt"),
                Traffic.bytes("_1\",\"n\":1}"));
        String all = events.toString() + body(Direction.OUT) + body(Direction.IN);
        for (String secret : List.of("sk_1", "hunter2", "t0p", "s3cret", "rt_1", "\"rt")) {
            assertFalse(all.contains(secret), secret);
        }
        assertTrue(body(Direction.OUT).matches("amount=1&password=REDACTED-\\w{8}"), body(Direction.OUT));
        assertTrue(body(Direction.IN).matches("\\{\"token\":\"REDACTED-\\w{8}\",\"n\":1}"), body(Direction.IN));
    }

    @Test
    void whatCannotBeSeenThroughIsLeftOutWithANote() {
        long exchange = traffic.request(
                traffic.tls("a.example"), "POST", "/", json("Content-Encoding", "x-own"), Traffic.bytes("abc"));
        traffic.responseHead(exchange, 200, json());
        for (int i = 0; i < 20; i++) {
            traffic.body(exchange, Direction.IN, new byte[100_000]);
        }
        traffic.end(exchange, null);
        assertEquals(
                "[--redact: body of 3 bytes left out, for its content coding cannot be undone]", body(Direction.OUT));
        assertEquals(
                "[--redact: body of 2000000 bytes left out, for it is longer than 1048576 bytes]", body(Direction.IN));
    }

    @Test
    void aCodedBodyStaysUnlessThereIsASecretInIt() {
        byte[] harmless = SampleCapture.gzip(Traffic.bytes("{\"a\":1}"));
        long exchange =
                traffic.request(traffic.tls("a.example"), "POST", "/", json("Content-Encoding", "gzip"), harmless);
        traffic.response(
                exchange,
                200,
                json("Content-Encoding", "gzip"),
                SampleCapture.gzip(Traffic.bytes("{\"token\":\"x\"}")));
        assertArrayEquals(harmless, bytes(Direction.OUT));
        assertTrue(
                body(Direction.IN).endsWith("there are secrets in it, and it is coded as gzip]"), body(Direction.IN));
    }

    @Test
    void otherBodiesGoByPieceByPieceAndBrokenOnesAreNotLost() {
        long exchange = traffic.request(
                traffic.tls("a.example"),
                "PUT",
                "/",
                Traffic.headers("Content-Type", "image/png"),
                new byte[3],
                new byte[4]);
        assertEquals(
                2,
                events.stream()
                        .filter(each -> each instanceof FlowEvent.BodyChunk)
                        .count());
        traffic.responseHead(exchange, 200, json());
        traffic.body(exchange, Direction.IN, Traffic.bytes("{\"password\":\"hun"));
        traffic.end(exchange, null);
        assertTrue(body(Direction.IN).startsWith("{\"password\":\"REDACTED-"), body(Direction.IN));
        assertTrue(events.get(events.size() - 1) instanceof FlowEvent.ExchangeEnded);
    }

    private static List<io.jvmtap.flow.Header> json(String... more) {
        List<io.jvmtap.flow.Header> head = Traffic.headers("Content-Type", "application/json");
        head.addAll(Traffic.headers(more));
        return head;
    }

    private String body(Direction direction) {
        return new String(bytes(direction), StandardCharsets.UTF_8);
    }

    private byte[] bytes(Direction direction) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (FlowEvent event : events) {
            if (event instanceof FlowEvent.BodyChunk chunk && chunk.direction() == direction) {
                out.writeBytes(chunk.bytes());
            }
        }
        return out.toByteArray();
    }
}
