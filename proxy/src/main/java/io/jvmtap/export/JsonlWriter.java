package io.jvmtap.export;

import io.jvmtap.flow.Direction;
import io.jvmtap.flow.Header;
import io.jvmtap.json.JsonWriter;
import io.jvmtap.query.ConnectionDetail;
import io.jvmtap.query.ExchangeDetail;
import io.jvmtap.query.ExchangeRow;
import io.jvmtap.query.HandshakeDetail;
import io.jvmtap.query.LogRow;
import io.jvmtap.query.RowFilter;
import io.jvmtap.record.CaptureReader;
import io.jvmtap.redact.Redaction;
import io.jvmtap.view.RowJson;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Rows as JSON, one object a line: what {@code log --json} says, with heads, bodies and times; see CAPTURE.md. */
public final class JsonlWriter implements ExportFormat {
    @Override
    public void write(CaptureReader reader, RowFilter filter, Redaction redaction, OutputStream out)
            throws IOException {
        Writer lines = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        Exchanges.rows(reader, filter, row -> {
            JsonWriter json = new JsonWriter(lines).beginObject();
            if (row instanceof ExchangeRow exchange) {
                ExchangeDetail detail = reader.detail(exchange);
                ExchangeDetail shown = redaction.exchange(detail);
                RowJson.members(json, shown.row());
                message(json, reader, detail, shown, Direction.OUT, redaction);
                message(json, reader, detail, shown, Direction.IN, redaction);
                times(json, exchange.timeline());
                connection(json, detail.connection());
            } else {
                RowJson.members(json, (LogRow) row);
            }
            json.endObject();
            lines.write("\n");
        });
        lines.flush();
    }

    private static void message(
            JsonWriter json,
            CaptureReader reader,
            ExchangeDetail recorded,
            ExchangeDetail shown,
            Direction direction,
            Redaction redaction)
            throws IOException {
        boolean request = direction == Direction.OUT;
        ExchangeRow row = shown.row();
        if (request ? row.method() == null : row.status() == null) {
            return;
        }
        json.name(request ? "request" : "response").beginObject();
        json.name("version").value(request ? row.requestVersion() : row.responseVersion());
        if (!request) {
            json.name("reason").value(row.reason());
        }
        headers(
                json,
                "headers",
                request ? shown.heads().request() : shown.heads().response());
        List<Header> trailers =
                request ? shown.heads().requestTrailers() : shown.heads().responseTrailers();
        if (!trailers.isEmpty()) {
            headers(json, "trailers", trailers);
        }
        ExchangeRow.Size size = request ? row.request() : row.response();
        if (size.body() > 0) {
            List<Header> head =
                    request ? recorded.heads().request() : recorded.heads().response();
            HarBody body = HarBody.of(reader.body(row.number(), direction), size.body(), head, redaction);
            if (body.text() != null) {
                json.name(body.base64() ? "bodyBase64" : "body").value(body.text());
            }
            if (body.comment() != null) {
                json.name("bodyRemark").value(body.comment());
            }
        }
        json.endObject();
    }

    private static void headers(JsonWriter json, String name, List<Header> headers) {
        json.name(name).beginArray();
        for (Header header : headers) {
            json.beginArray().value(header.name()).value(header.value()).endArray();
        }
        json.endArray();
    }

    private static void times(JsonWriter json, ExchangeRow.Timeline times) {
        json.name("afterMillis").beginObject();
        after(json, "requestHead", times.requestHead());
        after(json, "requestEnd", times.requestEnd());
        after(json, "responseHead", times.responseHead());
        after(json, "responseEnd", times.responseEnd());
        json.endObject();
    }

    private static void after(JsonWriter json, String name, long nanos) {
        if (nanos >= 0) {
            json.name(name).value(nanos / 1e6);
        }
    }

    private static void connection(JsonWriter json, @org.jspecify.annotations.Nullable ConnectionDetail connection) {
        if (connection == null) {
            return;
        }
        if (connection.upstreamAddress() != null) {
            json.name("serverAddress").value(connection.upstreamAddress());
            json.name("serverPort").value(connection.upstreamPort());
        }
        for (HandshakeDetail handshake : connection.handshakes()) {
            if (handshake.side() == Direction.OUT && handshake.session() != null) {
                json.name("tls").value(handshake.session().protocol());
                json.name("cipherSuite").value(handshake.session().cipherSuite());
            }
        }
    }
}
