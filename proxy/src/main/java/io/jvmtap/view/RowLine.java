package io.jvmtap.view;

import io.jvmtap.flow.Fault;
import io.jvmtap.grpc.GrpcStatus;
import io.jvmtap.query.BypassRow;
import io.jvmtap.query.ConnectionRow;
import io.jvmtap.query.ExchangeRow;
import io.jvmtap.query.LogRow;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One row of the log as one line, its id first so that {@code show} can be given it:
 *
 * <pre>
 *    3  12:00:01.123  POST    api.stripe.com/v1/charges  402  1.2 kB    83 ms  http/1.1  StripeClient.charge(...)
 * </pre>
 *
 * On a terminal a line never wraps. Safe for use by many threads.
 */
public final class RowLine {
    private static final int ID = 4;
    private static final int METHOD = 6;
    private static final int STATUS = 3;
    private static final int SIZE = 6;
    private static final int DURATION = 7;
    private static final int PROTOCOL = 8;
    /** All columns but place and note, with two blanks between each and the next. */
    private static final int FIXED = ID + 12 + METHOD + STATUS + SIZE + DURATION + PROTOCOL + 8 * 2;
    /** What the place gets where lines have no bound; longer ones push the rest to the right. */
    private static final int PLACE = 40;

    private static final int LEAST_PLACE = 16;

    private final Terminal terminal;
    private final int place;
    private final int note;
    private final DateTimeFormatter time;

    /** The texts of one line. */
    private record Cells(
            String method,
            String place,
            String status,
            Colour colour,
            String size,
            String duration,
            String protocol,
            String note) {}

    public RowLine(Terminal terminal, ZoneId zone) {
        this.terminal = terminal;
        boolean bounded = terminal.width() != Terminal.UNBOUNDED;
        int rest = terminal.width() - FIXED;
        place = bounded ? Math.max(LEAST_PLACE, rest * 3 / 5) : PLACE;
        note = bounded ? Math.max(0, rest - place) : Terminal.UNBOUNDED;
        time = DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(zone);
    }

    /** Without a line end. */
    public String of(LogRow row) {
        Cells cells = cells(row);
        String where = Plain.safe(cells.place);
        if (terminal.width() != Terminal.UNBOUNDED) {
            where = Plain.cut(where, place);
        }
        String line = paint(Colour.DIM, left(row.id(), ID)) + "  "
                + paint(Colour.DIM, time.format(Instant.EPOCH.plus(row.started().epochMicros(), ChronoUnit.MICROS)))
                + "  " + paint(Colour.BOLD, right(Plain.safe(cells.method), METHOD))
                + "  " + right(where, place)
                + "  " + paint(cells.colour, left(cells.status, STATUS))
                + "  " + left(cells.size, SIZE)
                + "  " + left(cells.duration, DURATION)
                + "  " + right(cells.protocol, PROTOCOL)
                + "  " + paint(Colour.DIM, Plain.cut(Plain.safe(cells.note), note));
        return line.stripTrailing();
    }

    private static Cells cells(LogRow row) {
        if (row instanceof ExchangeRow exchange) {
            return exchange(exchange);
        }
        if (row instanceof ConnectionRow connection) {
            return connection(connection);
        }
        BypassRow bypass = (BypassRow) row;
        return new Cells("BYPASS", bypass.host() + ":" + bypass.port(), "", Colour.PLAIN, "", "", "", bypass.reason());
    }

    private static Cells exchange(ExchangeRow row) {
        Fault fault = row.fault();
        Integer status = row.status();
        String target = row.target() == null ? "" : row.target();
        String place = target.startsWith("/") || target.isEmpty() ? row.authority() + target : row.url();
        String sign = fault != null ? "ERR" : status == null ? "" : status.toString();
        GrpcStatus grpc = row.grpc();
        boolean failed = fault != null || grpc != null && !grpc.ok();
        Colour colour = failed ? Colour.RED : status == null ? Colour.PLAIN : Colour.ofStatus(status);
        String note = messages(row) + note(fault, CallSite.of(row.cause().frames()));
        return new Cells(
                row.method() == null ? "" : row.method(),
                place,
                sign,
                colour,
                Plain.size(row.response().body()),
                duration(row.timeline().ended()),
                row.protocol(),
                cut(
                        row.request().cut() + row.response().cut(),
                        grpc == null ? note : (words(grpc) + "  " + note).stripTrailing()));
    }

    /** Of a call of gRPC only where it streams: each has one message either way. */
    private static String messages(ExchangeRow row) {
        long least =
                row.grpc() == null && row.status() != null && !row.protocol().equals("h2") ? 1 : 3;
        return row.messages() >= least ? row.messages() + (row.messages() == 1 ? " message  " : " messages  ") : "";
    }

    private static Cells connection(ConnectionRow row) {
        Fault fault = row.fault();
        return new Cells(
                fault != null ? "FAILED" : row.opaque() ? "STREAM" : "UNUSED",
                row.host() + ":" + row.port(),
                fault != null ? "ERR" : "",
                Colour.RED,
                Plain.size(row.bytesOut() + row.bytesIn()),
                duration(row.closedAfter()),
                "",
                cut(row.cutBytes(), note(fault, CallSite.of(row.cause().frames()))));
    }

    /** Whoever reads the row must know that the capture does not hold all of it. */
    private static String cut(long bytes, String note) {
        return bytes == 0 ? note : ("cut by " + Plain.size(bytes) + "  " + note).strip();
    }

    private static String note(@Nullable Fault fault, String caller) {
        if (fault == null) {
            return caller;
        }
        String what = words(fault) + (fault.detail().isEmpty() ? "" : ": " + fault.detail());
        return caller.isEmpty() ? what : what + "  " + caller;
    }

    /** {@code RESET_BY_SERVER} as "reset by server"; TLS stays what it is. */
    static String words(Fault fault) {
        return fault.code().name().toLowerCase(Locale.ROOT).replace('_', ' ').replace("tls", "TLS");
    }

    /** {@code grpc:5 NOT_FOUND: no such user}. */
    static String words(GrpcStatus grpc) {
        return "grpc:" + grpc.label() + (grpc.message().isEmpty() ? "" : ": " + grpc.message());
    }

    private static String duration(long nanos) {
        return nanos < 0 ? "..." : Plain.duration(nanos);
    }

    private String paint(Colour colour, String text) {
        return terminal.colour() ? colour.paint(text) : text;
    }

    private static String right(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    private static String left(String text, int width) {
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }
}
