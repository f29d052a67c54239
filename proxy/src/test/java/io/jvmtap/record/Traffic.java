package io.jvmtap.record;

import io.jvmtap.flow.Cause;
import io.jvmtap.flow.Destination;
import io.jvmtap.flow.Direction;
import io.jvmtap.flow.Fault;
import io.jvmtap.flow.FlowClock;
import io.jvmtap.flow.FlowEvent;
import io.jvmtap.flow.FlowIds;
import io.jvmtap.flow.FlowSink;
import io.jvmtap.flow.Header;
import io.jvmtap.flow.Stamp;
import io.jvmtap.flow.TlsSession;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Emits the flow events of made-up traffic, on a clock that goes on by one millisecond an event. */
public final class Traffic {
    public static final String PROGRAM = "00c0ffee00c0ffee";
    public static final List<String> FRAMES = List.of(
            "java.net.http.HttpClient.send(HttpClient.java:1)", "com.acme.StripeClient.charge(StripeClient.java:88)");

    private final FlowSink sink;
    private final FlowIds ids;
    private final FlowClock clock;

    public Traffic(FlowSink sink, FlowIds ids, FlowClock clock) {
        this.sink = sink;
        this.ids = ids;
        this.clock = clock;
    }

    /** 2026-11-23T12:00:00Z and one millisecond more with each call; monotonic nanoseconds from one million. */
    public static FlowClock ticking() {
        long start = Instant.parse("2026-11-23T12:00:00Z").getEpochSecond() * 1_000_000;
        long[] ticks = {0};
        return () -> {
            synchronized (ticks) {
                ticks[0]++;
                return new Stamp(start + ticks[0] * 1_000, ticks[0] * 1_000_000);
            }
        };
    }

    public void program() {
        sink.emit(new FlowEvent.ProgramStarted(
                PROGRAM, clock.now(), 4711, "billing", "17.0.15", "com.acme.Billing --once"));
    }

    public void lookup(String host) {
        sink.emit(new FlowEvent.LookedUp(
                PROGRAM,
                clock.now(),
                host,
                List.of(address("192.0.2.10"), address("2001:db8::10")),
                List.of(address("127.64.0.1"), address("127.64.0.2")),
                1_500_000,
                "main",
                null));
    }

    public void bypass(String host, String reason) {
        sink.emit(new FlowEvent.Bypassed(PROGRAM, clock.now(), host, 443, "main", reason));
    }

    public long open(String host) {
        long connection = ids.nextConnection();
        sink.emit(new FlowEvent.ConnectionOpened(
                connection,
                clock.now(),
                PROGRAM,
                new Destination(host, 443, List.of(address("192.0.2.10"), address("2001:db8::10"))),
                new Cause(4711, "worker-1", FRAMES, "billing", null)));
        return connection;
    }

    /** A connection with both handshakes done and judged. */
    public long tls(String host, byte[]... chain) {
        long connection = open(host);
        sink.emit(new FlowEvent.UpstreamConnected(connection, clock.now(), address("192.0.2.10"), 443));
        TlsSession session =
                new TlsSession("TLSv1.3", "TLS_AES_128_GCM_SHA256", "http/1.1", host, false, List.of(chain));
        sink.emit(new FlowEvent.Handshake(connection, clock.now(), Direction.OUT, clock.now(), session, null));
        sink.emit(new FlowEvent.Handshake(connection, clock.now(), Direction.IN, clock.now(), session, null));
        sink.emit(new FlowEvent.TrustJudged(connection, clock.now(), "sun.security.ssl.X509TrustManagerImpl", null));
        return connection;
    }

    public long request(long connection, String method, String target, List<Header> headers, byte[]... body) {
        long exchange = ids.nextExchange();
        sink.emit(new FlowEvent.ExchangeStarted(exchange, clock.now(), connection, "http/1.1"));
        sink.emit(new FlowEvent.RequestHead(exchange, clock.now(), method, "https", target, "HTTP/1.1", headers));
        body(exchange, Direction.OUT, body);
        sink.emit(new FlowEvent.BodyEnded(exchange, clock.now(), Direction.OUT, 300));
        return exchange;
    }

    public void response(long exchange, int status, List<Header> headers, byte[]... body) {
        responseHead(exchange, status, headers);
        body(exchange, Direction.IN, body);
        sink.emit(new FlowEvent.BodyEnded(exchange, clock.now(), Direction.IN, 200));
        end(exchange, null);
    }

    public void responseHead(long exchange, int status, List<Header> headers) {
        String reason = status == 402 ? "Payment Required" : "OK";
        sink.emit(new FlowEvent.ResponseHead(exchange, clock.now(), status, reason, "HTTP/1.1", headers));
    }

    public void body(long exchange, Direction direction, byte[]... chunks) {
        for (byte[] chunk : chunks) {
            sink.emit(new FlowEvent.BodyChunk(exchange, clock.now(), direction, chunk));
        }
    }

    public void end(long exchange, @Nullable Fault fault) {
        sink.emit(new FlowEvent.ExchangeEnded(exchange, clock.now(), fault));
    }

    public void segment(long connection, Direction direction, byte[] bytes) {
        sink.emit(new FlowEvent.Segment(connection, clock.now(), direction, bytes));
    }

    public void close(long connection, long out, long in, @Nullable Fault fault) {
        sink.emit(new FlowEvent.ConnectionClosed(connection, clock.now(), out, in, fault));
    }

    /** A call of gRPC over HTTP/2, on a connection of its own, with one message each way and this status. */
    public long grpc(String host, String status, String message) {
        long connection = tls(host);
        long exchange = ids.nextExchange();
        sink.emit(new FlowEvent.ExchangeStarted(exchange, clock.now(), connection, "h2"));
        List<Header> head = headers(":method", "POST", ":scheme", "https", ":path", "/a.Users/Find");
        head.addAll(headers(":authority", host + ":8443", "content-type", "application/grpc"));
        String target = "/a.Users/Find";
        sink.emit(new FlowEvent.RequestHead(exchange, clock.now(), "POST", "https", target, "HTTP/2", head));
        body(exchange, Direction.OUT, new byte[] {0, 0, 0, 0, 2, 8, 7});
        sink.emit(new FlowEvent.BodyEnded(exchange, clock.now(), Direction.OUT, 100));
        List<Header> answer = headers(":status", "200", "content-type", "application/grpc");
        sink.emit(new FlowEvent.ResponseHead(exchange, clock.now(), 200, "", "HTTP/2", answer));
        body(exchange, Direction.IN, new byte[] {0, 0, 0, 0, 4, 10, 2, 'h', 'i'});
        List<Header> trailers = headers("grpc-status", status, "grpc-message", message);
        sink.emit(new FlowEvent.Trailers(exchange, clock.now(), Direction.IN, trailers));
        sink.emit(new FlowEvent.BodyEnded(exchange, clock.now(), Direction.IN, 90));
        end(exchange, null);
        close(connection, 300, 200, null);
        return exchange;
    }

    /** One whole exchange on a connection of its own. */
    public long get(String host, String target, byte[] answer) {
        long connection = tls(host);
        long exchange = request(connection, "GET", target, headers("Host", host));
        response(exchange, 200, headers("Content-Type", "text/plain"), answer);
        close(connection, 300, 200, null);
        return exchange;
    }

    public static List<Header> headers(String... namesAndValues) {
        List<Header> headers = new java.util.ArrayList<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            headers.add(new Header(namesAndValues[i], namesAndValues[i + 1]));
        }
        return headers;
    }

    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
