package io.jvmtap.export;

import io.jvmtap.flow.Direction;
import io.jvmtap.flow.Header;
import io.jvmtap.query.ConnectionDetail;
import io.jvmtap.query.ExchangeDetail;
import io.jvmtap.query.ExchangeRow;
import io.jvmtap.query.RowFilter;
import io.jvmtap.record.CaptureReader;
import io.jvmtap.redact.Redaction;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Requests as commands of a POSIX shell, one a line; comments above a line say what is not as it was. */
abstract class CommandLines implements ExportFormat {
    @Override
    public final void write(CaptureReader reader, RowFilter filter, Redaction redaction, OutputStream out)
            throws IOException {
        BufferedWriter lines = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        Exchanges.each(reader, filter, exchange -> {
            if (exchange.row().method() == null || exchange.row().protocol().equals("h2 push")) {
                return;
            }
            Payload payload = Payload.of(reader, exchange, Direction.OUT, redaction);
            if (payload.remark() != null) {
                lines.write("# " + exchange.row().id() + ": " + payload.remark() + "\n");
            }
            lines.write(line(redaction.exchange(exchange), payload) + "\n");
        });
        lines.flush();
    }

    /** One command, without a line end. */
    abstract String line(ExchangeDetail exchange, Payload payload);

    /** The header fields to be sent: without what is true no more, and without what HTTP/2 sends in their shape. */
    static List<Header> fields(ExchangeDetail exchange, Payload payload) {
        List<Header> fields = new ArrayList<>();
        for (Header field : exchange.heads().request()) {
            String name = field.name().toLowerCase(Locale.ROOT);
            boolean untrue = name.equals("content-length") && !payload.whole()
                    || name.equals("content-encoding") && !payload.coded();
            if (!untrue && !name.startsWith(":")) {
                fields.add(field);
            }
        }
        return fields;
    }

    static boolean has(List<Header> fields, String name) {
        return fields.stream().anyMatch(field -> field.name().equalsIgnoreCase(name));
    }

    /** Of the host that was connected to: what the Host field says may be another. */
    static String url(ExchangeDetail exchange, String target) {
        ExchangeRow row = exchange.row();
        ConnectionDetail connection = exchange.connection();
        if (connection == null || target.contains("://") && !target.startsWith("/")) {
            return row.url();
        }
        String scheme = row.scheme() == null ? "https" : row.scheme();
        String host = connection.row().host();
        int port = connection.row().port();
        boolean usual = port == (scheme.equals("http") ? 80 : 443);
        return scheme + "://" + (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + (usual ? "" : ":" + port) + target;
    }

    /** Whether a target can stand in a URL as it is (RFC 3986 section 3.3, and what servers take besides). */
    static boolean plain(String target) {
        return target.startsWith("/")
                && target.chars().allMatch(c -> c > ' ' && c < 0x7F && "#\"<>\\^`{|}".indexOf(c) < 0);
    }

    static boolean bodiless(String method) {
        return Set.of("GET", "HEAD").contains(method);
    }
}
