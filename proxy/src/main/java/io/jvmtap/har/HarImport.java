package io.jvmtap.har;

import io.jvmtap.flow.Cause;
import io.jvmtap.flow.Destination;
import io.jvmtap.flow.Direction;
import io.jvmtap.flow.Fault;
import io.jvmtap.flow.FlowEvent;
import io.jvmtap.flow.FlowIds;
import io.jvmtap.flow.FlowSink;
import io.jvmtap.flow.Stamp;
import io.jvmtap.flow.TlsSession;
import java.io.IOException;
import java.io.Reader;
import java.net.InetAddress;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells the entries of a HAR file as flow events, as if they had been seen. Used by one thread, once. */
public final class HarImport {
    /** A body of a file comes in pieces like one of a socket. */
    private static final int PIECE = 64 << 10;

    private final FlowSink sink;
    private final FlowIds ids;
    /** By the file's name for it: connections that are open, and when they were last used. */
    private final Map<String, Open> open = new HashMap<>();

    private record Open(long number, long lastNanos) {}

    public HarImport(FlowSink sink, FlowIds ids) {
        this.sink = sink;
        this.ids = ids;
    }

    /**
     * Reads the file to its end.
     *
     * @return how many entries there were
     * @throws IOException with one line that says what is wrong and where
     */
    public int read(Reader file) throws IOException {
        HarEntries entries = new HarEntries(file);
        entries.begin();
        for (Map<?, ?> entry = entries.next(); entry != null; entry = entries.next()) {
            try {
                entry(entry);
            } catch (DateTimeException | IllegalArgumentException | IOException e) {
                throw new IOException("entry " + entries.number() + ": " + e.getMessage(), e);
            }
            await();
        }
        open.values().forEach(this::close);
        return entries.number();
    }

    private void entry(Map<?, ?> entry) throws IOException {
        Map<?, ?> request = HarValue.object(entry, "request");
        Map<?, ?> response = HarValue.object(entry, "response");
        HarUrl url = HarUrl.of(HarValue.text(request, "url", ""));
        Map<?, ?> timings = HarValue.object(entry, "timings");
        Instant date = OffsetDateTime.parse(HarValue.text(entry, "startedDateTime", "no startedDateTime"))
                .toInstant();
        long start = ChronoUnit.MICROS.between(Instant.EPOCH, date) * 1_000;
        long dns = Math.max(0, HarValue.nanos(timings, "dns"));
        long connect = Math.max(0, HarValue.nanos(timings, "connect"));
        long sent = start + Math.max(0, HarValue.nanos(timings, "blocked")) + dns + connect;
        long connection = connection(entry, url, timings, start);
        long exchange = ids.nextExchange();
        String version = HarValue.text(request, "httpVersion", "unknown");
        sink.emit(new FlowEvent.ExchangeStarted(exchange, at(sent), connection, protocol(version)));
        List<String> frames = HarValue.strings(entry, "_frames");
        if (!frames.isEmpty()) {
            String thread = HarValue.text(entry, "_thread", "");
            sink.emit(new FlowEvent.ExchangeCaller(exchange, at(sent), thread, frames));
        }
        HarContent content = HarContent.request(request);
        String method = HarValue.text(request, "method", "");
        sink.emit(new FlowEvent.RequestHead(
                exchange, at(sent), method, url.scheme(), url.target(), version, content.head()));
        long time = sent + Math.max(0, HarValue.nanos(timings, "send"));
        body(exchange, Direction.OUT, content.body(), time);
        sink.emit(new FlowEvent.BodyEnded(exchange, at(time), Direction.OUT, size(request, content)));
        time += Math.max(0, HarValue.nanos(timings, "wait"));
        time = answer(exchange, response, HarValue.text(entry, "_error"), time, timings);
        String name = name(entry, url);
        open.put(name, new Open(connection, time));
    }

    /** @return when it was over */
    private long answer(long exchange, Map<?, ?> response, @Nullable String error, long headAt, Map<?, ?> timings)
            throws IOException {
        int status = (int) HarValue.number(response, "_status", HarValue.number(response, "status", 0));
        long end = headAt + Math.max(0, HarValue.nanos(timings, "receive"));
        if (status > 0) {
            HarContent content = HarContent.response(response);
            String reason = HarValue.text(response, "statusText", "");
            String version = HarValue.text(response, "httpVersion", "unknown");
            sink.emit(new FlowEvent.ResponseHead(exchange, at(headAt), status, reason, version, content.head()));
            body(exchange, Direction.IN, content.body(), end);
            if (error == null) {
                sink.emit(new FlowEvent.BodyEnded(exchange, at(end), Direction.IN, size(response, content)));
            }
        }
        boolean failed = status <= 0 || error != null;
        Fault fault = failed ? fault(error == null ? "no response in the imported file" : error) : null;
        sink.emit(new FlowEvent.ExchangeEnded(exchange, at(end), fault));
        return end;
    }

    private static long size(Map<?, ?> message, HarContent content) {
        return Math.max(0, HarValue.number(message, "_transferSize", content.body().length));
    }

    /** As our own exports write it: {@code reset by server: detail}. */
    private static Fault fault(String error) {
        int colon = error.indexOf(':');
        String code =
                error.substring(0, Math.max(0, colon)).toUpperCase(Locale.ROOT).replace(' ', '_');
        for (Fault.Code known : Fault.Code.values()) {
            if (known.name().equals(code)) {
                return new Fault(
                        known, Fault.Scope.EXCHANGE, error.substring(colon + 1).strip());
            }
        }
        return new Fault(Fault.Code.TRUNCATED, Fault.Scope.EXCHANGE, error);
    }

    private void body(long exchange, Direction direction, byte[] body, long nanos) {
        for (int from = 0; from < body.length; from += PIECE) {
            byte[] piece = java.util.Arrays.copyOfRange(body, from, Math.min(body.length, from + PIECE));
            sink.emit(new FlowEvent.BodyChunk(exchange, at(nanos), direction, piece));
        }
    }

    /** A new one where the file says that it was made for this entry, or names one that was not seen yet. */
    private long connection(Map<?, ?> entry, HarUrl url, Map<?, ?> timings, long start) throws IOException {
        String name = name(entry, url);
        Open known = open.get(name);
        long connect = HarValue.nanos(timings, "connect");
        if (known != null && connect < 0) {
            return known.number;
        }
        if (known != null) {
            close(known);
        }
        long number = ids.nextConnection();
        InetAddress address = address(HarValue.text(entry, "serverIPAddress", ""), url.host());
        long dns = HarValue.nanos(timings, "dns");
        long opened = start + Math.max(0, dns);
        if (dns >= 0) {
            List<InetAddress> found = List.of(address);
            sink.emit(new FlowEvent.LookedUp("", at(start), url.host(), found, found, dns, "", null));
        }
        Destination to = new Destination(url.host(), url.port(), List.of(address));
        Cause cause = new Cause(0, HarValue.text(entry, "_thread", ""), List.of(), "", null);
        sink.emit(new FlowEvent.ConnectionOpened(number, at(opened), "", to, cause));
        long ssl = Math.max(0, HarValue.nanos(timings, "ssl"));
        long dialled = opened + Math.max(0, connect - ssl);
        if (!address.isAnyLocalAddress()) {
            sink.emit(new FlowEvent.UpstreamConnected(number, at(dialled), address, url.port()));
        }
        if (HarValue.nanos(timings, "ssl") >= 0) {
            TlsSession session = new TlsSession("TLS", "not in the file", null, url.host(), false, List.of());
            sink.emit(new FlowEvent.Handshake(number, at(dialled + ssl), Direction.OUT, at(dialled), session, null));
        }
        return number;
    }

    private static String name(Map<?, ?> entry, HarUrl url) {
        return HarValue.text(entry, "connection", "") + " " + url.scheme() + "://" + url.host() + ":" + url.port();
    }

    private void close(Open connection) {
        sink.emit(new FlowEvent.ConnectionClosed(connection.number, at(connection.lastNanos), 0, 0, null));
    }

    /** Never looked up: what is no literal address is 0.0.0.0. */
    private static InetAddress address(String text, String host) throws IOException {
        String literal = text.replace("[", "").replace("]", "");
        boolean four = literal.matches("\\d{1,3}(\\.\\d{1,3}){3}");
        if (four || literal.contains(":") && literal.matches("[0-9A-Fa-f:.]+")) {
            return InetAddress.getByName(literal);
        }
        return InetAddress.getByAddress(host, new byte[4]);
    }

    /** If the sink's queue is full, until it is not: a file comes faster than a disk takes it. */
    private void await() throws IOException {
        if (sink.writable()) {
            return;
        }
        java.util.concurrent.CountDownLatch ready = new java.util.concurrent.CountDownLatch(1);
        sink.whenWritable(ready::countDown);
        try {
            ready.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static String protocol(String version) {
        String name = version.toLowerCase(Locale.ROOT);
        return name.startsWith("h2") || name.startsWith("http/2")
                ? "h2"
                : name.startsWith("h3") || name.startsWith("http/3") ? "h3" : "http/1.1";
    }

    private static Stamp at(long nanos) {
        return new Stamp(nanos / 1_000, nanos);
    }
}
