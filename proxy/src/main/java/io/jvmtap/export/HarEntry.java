package io.jvmtap.export;

import io.jvmtap.flow.Direction;
import io.jvmtap.flow.Fault;
import io.jvmtap.flow.Header;
import io.jvmtap.grpc.GrpcStatus;
import io.jvmtap.json.JsonWriter;
import io.jvmtap.query.ConnectionDetail;
import io.jvmtap.query.ExchangeDetail;
import io.jvmtap.query.ExchangeRow;
import io.jvmtap.query.Forms;
import io.jvmtap.query.Heads;
import io.jvmtap.record.CaptureReader;
import io.jvmtap.redact.Redaction;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/** One exchange as a HAR 1.2 entry (softwareishard.com/blog/har-12-spec); members of ours start with an underscore. */
final class HarEntry {
    private final CaptureReader reader;
    private final JsonWriter json;
    private final Redaction redaction;
    private final ZoneId zone;

    HarEntry(CaptureReader reader, JsonWriter json, Redaction redaction, ZoneId zone) {
        this.reader = reader;
        this.json = json;
        this.redaction = redaction;
        this.zone = zone;
    }

    void write(ExchangeDetail exchange) throws IOException {
        ExchangeRow row = exchange.row();
        HarTimings timings = HarTimings.of(exchange);
        json.beginObject();
        json.name("startedDateTime")
                .value(DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(Instant.EPOCH
                        .plus(timings.startMicros(), ChronoUnit.MICROS)
                        .atZone(zone)));
        HarTimings.item(json, "time", timings.total());
        request(exchange);
        response(exchange);
        json.name("cache").beginObject().endObject();
        timings.write(json);
        ConnectionDetail connection = exchange.connection();
        if (connection != null && connection.upstreamAddress() != null) {
            json.name("serverIPAddress").value(connection.upstreamAddress());
        }
        json.name("connection").value("c" + row.connection());
        json.name("_id").value(row.number());
        json.name("_thread").value(row.cause().thread());
        strings("_frames", row.cause().frames());
        if (row.webSocket()) {
            HarMessages.write(reader, exchange, json, redaction);
        }
        Fault fault = row.fault();
        if (fault != null) {
            json.name("_error")
                    .value(fault.code().name().toLowerCase(Locale.ROOT).replace('_', ' ') + ": " + fault.detail());
        } else if (!row.ended()) {
            json.name("_error").value("not over when this was written");
        }
        if (row.lostBytes() > 0) {
            json.name("comment").value(row.lostBytes() + " bytes of the bodies could not be recorded");
        }
        json.endObject();
    }

    private void request(ExchangeDetail exchange) throws IOException {
        ExchangeRow row = exchange.row();
        List<Header> head = exchange.heads().request();
        String url = redaction.url(row.url());
        json.name("request").beginObject();
        json.name("method").value(row.method() == null ? "" : row.method());
        json.name("url").value(url);
        json.name("httpVersion").value(row.requestVersion() == null ? "unknown" : row.requestVersion());
        json.name("cookies").beginArray();
        for (Header header : head) {
            if (header.name().equalsIgnoreCase("cookie")) {
                Forms.cookies(header.value()).forEach(cookie -> cookie(cookie, redaction.hides(header)));
            }
        }
        json.endArray();
        headers(head);
        json.name("queryString").beginArray();
        Forms.fields(Forms.query(url)).forEach(this::pair);
        json.endArray();
        if (row.request().body() > 0 && !row.webSocket()) {
            postData(HarBody.of(
                    reader.body(row.number(), Direction.OUT), row.request().body(), head, redaction));
        }
        json.name("headersSize").value(-1);
        json.name("bodySize").value(row.request().body());
        json.endObject();
    }

    private void postData(HarBody body) {
        json.name("postData").beginObject();
        json.name("mimeType").value(body.mimeType());
        json.name("params").beginArray();
        boolean form = body.mimeType().toLowerCase(Locale.ROOT).startsWith("application/x-www-form-urlencoded");
        if (form && body.text() != null && !body.base64()) {
            Forms.fields(body.text()).forEach(this::pair);
        }
        json.endArray();
        text(body);
        json.endObject();
    }

    private void response(ExchangeDetail exchange) throws IOException {
        ExchangeRow row = exchange.row();
        List<Header> head = exchange.heads().response();
        Integer status = row.status();
        json.name("response").beginObject();
        json.name("status").value(status == null || row.fault() != null ? 0 : status);
        json.name("statusText").value(row.reason() == null ? "" : row.reason());
        json.name("httpVersion").value(row.responseVersion() == null ? "unknown" : row.responseVersion());
        json.name("cookies").beginArray();
        for (Header header : head) {
            if (header.name().equalsIgnoreCase("set-cookie")) {
                setCookie(header);
            }
        }
        json.endArray();
        headers(head);
        InputStream recorded =
                row.webSocket() ? InputStream.nullInputStream() : reader.body(row.number(), Direction.IN);
        HarBody body = HarBody.of(recorded, row.webSocket() ? 0 : row.response().body(), head, redaction);
        json.name("content").beginObject();
        json.name("size").value(body.size() < 0 ? row.response().body() : body.size());
        if (body.size() >= 0
                && !row.webSocket()
                && body.size() != row.response().body()) {
            json.name("compression").value(body.size() - row.response().body());
        }
        json.name("mimeType").value(body.mimeType());
        text(body);
        json.endObject();
        json.name("redirectURL").value(redirect(head));
        json.name("headersSize").value(-1);
        json.name("bodySize").value(row.response().body());
        json.name("_transferSize").value(row.response().wire());
        GrpcStatus grpc = row.grpc();
        if (grpc != null) {
            json.name("_grpcStatus").value(grpc.code());
            json.name("_grpcMessage").value(grpc.message());
        }
        if (status != null && row.fault() != null) {
            json.name("_status").value(status);
        }
        json.endObject();
    }

    private String redirect(List<Header> head) {
        String location = Heads.first(head, "Location");
        return location == null ? "" : redaction.url(location);
    }

    private void text(HarBody body) {
        if (body.text() != null) {
            json.name("text").value(body.text());
        }
        if (body.base64()) {
            json.name("encoding").value("base64");
        }
        if (body.comment() != null) {
            json.name("comment").value(body.comment());
        }
    }

    private void headers(List<Header> head) {
        json.name("headers").beginArray();
        for (Header header : head) {
            pair(new Header(header.name(), redaction.header(header)));
        }
        json.endArray();
    }

    private void pair(Header pair) {
        json.beginObject()
                .name("name")
                .value(pair.name())
                .name("value")
                .value(pair.value())
                .endObject();
    }

    private void cookie(Header cookie, boolean hidden) {
        pair(new Header(cookie.name(), hidden ? redaction.hidden(cookie.value()) : cookie.value()));
    }

    /** Name, value and the attributes that HAR knows (RFC 6265 section 4.1.1). */
    private void setCookie(Header header) {
        List<Header> parts = Forms.cookies(header.value());
        if (parts.isEmpty()) {
            return;
        }
        Header cookie = parts.get(0);
        json.beginObject().name("name").value(cookie.name());
        json.name("value").value(redaction.hides(header) ? redaction.hidden(cookie.value()) : cookie.value());
        for (Header attribute : parts.subList(1, parts.size())) {
            switch (attribute.name().toLowerCase(Locale.ROOT)) {
                case "path" -> json.name("path").value(attribute.value());
                case "domain" -> json.name("domain").value(attribute.value());
                case "samesite" -> json.name("sameSite").value(attribute.value());
                default -> {}
            }
        }
        String flags = header.value().toLowerCase(Locale.ROOT).replace(" ", "") + ";";
        json.name("httpOnly").value(flags.contains(";httponly;"));
        json.name("secure").value(flags.contains(";secure;"));
        json.endObject();
    }

    private void strings(String name, List<String> values) {
        json.name(name).beginArray();
        values.forEach(json::value);
        json.endArray();
    }
}
