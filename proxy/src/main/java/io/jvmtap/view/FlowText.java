package io.jvmtap.view;

import io.jvmtap.flow.Direction;
import io.jvmtap.flow.Header;
import io.jvmtap.query.BypassRow;
import io.jvmtap.query.ConnectionDetail;
import io.jvmtap.query.ExchangeDetail;
import io.jvmtap.query.ExchangeRow;
import io.jvmtap.query.HandshakeDetail;
import io.jvmtap.query.Heads;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** All about one flow, as {@code show} prints it. */
public final class FlowText {
    /** Gives the recorded bytes of one direction. */
    @FunctionalInterface
    public interface Bytes extends Function<Direction, InputStream> {}

    /** Bytes of an opaque stream that are dumped for each direction. */
    private static final int MOST_STREAM = 256;

    private static final ExchangeRow.Size UNSHOWN = new ExchangeRow.Size(0, 0, 0);

    private final DateTimeFormatter time;
    private final boolean colour;

    public FlowText(ZoneId zone) {
        this(zone, Terminal.NONE);
    }

    public FlowText(ZoneId zone, Terminal terminal) {
        colour = terminal.colour();
        time = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS xxx", Locale.ROOT)
                .withZone(zone);
    }

    /** The request, the answer, and what is known of how they came about. */
    public String exchange(ExchangeDetail exchange, Bytes bodies) {
        return exchange(exchange, bodies, "");
    }

    /**
     * The same with what is within the bodies, which then stands for those that consist of nothing else.
     *
     * @param messages lines, empty for none
     */
    public String exchange(ExchangeDetail exchange, Bytes bodies, String messages) {
        StringBuilder out = new StringBuilder();
        ExchangeRow row = exchange.row();
        out.append("Exchange ")
                .append(row.id())
                .append("  ")
                .append(Plain.safe(row.url()))
                .append("  ");
        out.append(at(row.started().epochMicros())).append('\n');
        ConnectionText connection = new ConnectionText(out, colour);
        if (exchange.connection() != null) {
            connection.diagnosis(exchange.connection());
        }
        boolean listed = !messages.isEmpty();
        out.append('\n').append(request(exchange, bodies, !listed || !row.webSocket()));
        boolean events = row.grpc() == null && row.status() != null;
        out.append('\n').append(response(exchange, bodies, !listed || !events));
        if (listed) {
            connection.title("Messages");
            out.append(messages);
        }
        timings(exchange, connection);
        connection.caller(row.cause());
        ConnectionDetail detail = exchange.connection();
        if (detail != null) {
            connection.opener(row.cause(), detail.row().cause());
            connection.route(detail);
            connection.tls(detail);
        }
        return out.toString();
    }

    /** The request's head as it was sent, then its body made readable. */
    public String request(ExchangeDetail exchange, Bytes bodies) {
        return request(exchange, bodies, true);
    }

    private String request(ExchangeDetail exchange, Bytes bodies, boolean body) {
        StringBuilder out = new StringBuilder();
        ExchangeRow row = exchange.row();
        Heads heads = exchange.heads();
        if (row.method() != null) {
            line(out, StartLine.request(row), Colour.BOLD);
        }
        message(out, heads.request(), heads.requestTrailers(), body ? row.request() : UNSHOWN, bodies, Direction.OUT);
        return out.toString();
    }

    /** The answers' heads as they came, then the body made readable; of a failed exchange, why it failed. */
    public String response(ExchangeDetail exchange, Bytes bodies) {
        return response(exchange, bodies, true);
    }

    private String response(ExchangeDetail exchange, Bytes bodies, boolean body) {
        StringBuilder out = new StringBuilder();
        ExchangeRow row = exchange.row();
        Heads heads = exchange.heads();
        for (Heads.Interim interim : heads.interims()) {
            line(out, (interim.status() + " " + interim.reason()).stripTrailing());
            fields(out, interim.headers());
            out.append('\n');
        }
        if (row.status() != null) {
            line(out, StartLine.response(row), Colour.ofStatus(row.status()));
        }
        message(out, heads.response(), heads.responseTrailers(), body ? row.response() : UNSHOWN, bodies, Direction.IN);
        if (row.grpc() != null) {
            line(out, "(" + RowLine.words(row.grpc()) + ")");
        }
        if (row.fault() != null) {
            line(
                    out,
                    "(failed: " + RowLine.words(row.fault()) + ": "
                            + row.fault().detail() + ")");
        } else if (!row.ended()) {
            line(out, "(not over yet)");
        }
        if (row.lostBytes() > 0) {
            line(out, "(" + row.lostBytes() + " bytes of the bodies could not be recorded)");
        }
        return out.toString();
    }

    public String connection(ConnectionDetail connection, List<ExchangeRow> exchanges, Bytes stream) {
        StringBuilder out = new StringBuilder();
        out.append("Connection ").append(connection.row().id()).append("  ");
        out.append(at(connection.row().started().epochMicros())).append('\n');
        ConnectionText text = new ConnectionText(out, colour);
        text.diagnosis(connection);
        text.caller(connection.row().cause());
        text.route(connection);
        text.tls(connection);
        if (!exchanges.isEmpty()) {
            text.title("Exchanges");
            exchanges.forEach(row -> text.item(row.id(), row.method() + " " + row.url()));
        }
        if (connection.row().opaque()) {
            text.title("Stream, from the program");
            stream(out, stream.apply(Direction.OUT));
            text.title("Stream, from the server");
            stream(out, stream.apply(Direction.IN));
        }
        return out.toString();
    }

    public String bypass(BypassRow bypass) {
        StringBuilder out = new StringBuilder();
        out.append("Bypass ")
                .append(bypass.id())
                .append("  ")
                .append(at(bypass.started().epochMicros()))
                .append('\n');
        ConnectionText text = new ConnectionText(out, colour);
        text.item("to", bypass.host() + ":" + bypass.port());
        text.item("because", bypass.reason());
        text.item("thread", bypass.thread());
        return out.toString();
    }

    private void message(
            StringBuilder out,
            List<Header> head,
            List<Header> trailers,
            ExchangeRow.Size size,
            Bytes bodies,
            Direction direction) {
        fields(out, head);
        if (size.body() > 0) {
            out.append('\n').append(BodyText.of(bodies.apply(direction), size.body(), head));
        }
        if (size.cut() > 0) {
            line(out, "(" + size.cut() + " bytes at its end are beyond --body-limit, and not recorded)");
        }
        trailers.forEach(header -> field(out, header));
    }

    private void field(StringBuilder out, Header header) {
        String name = Plain.safe(header.name());
        out.append(colour ? Colour.CYAN.paint(name) : name).append(": ");
        line(out, header.value());
    }

    private void line(StringBuilder out, String line, Colour paint) {
        out.append(colour ? paint.paint(Plain.safe(line)) : Plain.safe(line)).append('\n');
    }

    /** Those of HTTP/2 that the first line shows already are left out. */
    private void fields(StringBuilder out, List<Header> head) {
        head.stream().filter(header -> !StartLine.says(header)).forEach(header -> field(out, header));
    }

    private static void stream(StringBuilder out, InputStream stream) {
        try (stream) {
            byte[] start = stream.readNBytes(MOST_STREAM);
            out.append(HexDump.of(start, start.length));
            if (stream.read() >= 0) {
                line(out, "(the first " + MOST_STREAM + " bytes; --raw gives all)");
            }
        } catch (IOException e) {
            line(out, "(unreadable: " + e.getMessage() + ")");
        }
    }

    private static void timings(ExchangeDetail exchange, ConnectionText text) {
        ExchangeRow.Timeline times = exchange.row().timeline();
        ConnectionDetail connection = exchange.connection();
        text.title("Timing");
        if (connection != null && connection.firstExchange() == exchange.row().number()) {
            if (connection.lookup() != null) {
                text.item("lookup", Plain.duration(connection.lookup().durationNanos()));
            }
            span(text, "connect", 0, connection.upstreamAfter());
            for (HandshakeDetail handshake : connection.handshakes()) {
                String side = handshake.side() == Direction.OUT ? "TLS" : "TLS, ours";
                text.item(side, Plain.duration(handshake.tookNanos()));
            }
        }
        span(text, "send", 0, times.requestEnd());
        span(text, "wait", Math.max(0, times.requestEnd()), times.responseHead());
        span(text, "receive", times.responseHead(), times.responseEnd());
        span(text, "total", 0, times.ended());
    }

    /** A server may answer before the request is complete: then it was not waited for. */
    private static void span(ConnectionText text, String name, long from, long to) {
        if (from >= 0 && to >= 0) {
            text.item(name, Plain.duration(Math.max(0, to - from)));
        }
    }

    private static void line(StringBuilder out, String line) {
        out.append(Plain.safe(line)).append('\n');
    }

    private String at(long micros) {
        return time.format(Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
    }
}
