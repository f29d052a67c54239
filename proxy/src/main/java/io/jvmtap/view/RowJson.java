package io.jvmtap.view;

import io.jvmtap.flow.Cause;
import io.jvmtap.flow.Fault;
import io.jvmtap.grpc.GrpcStatus;
import io.jvmtap.json.JsonWriter;
import io.jvmtap.query.BypassRow;
import io.jvmtap.query.ConnectionRow;
import io.jvmtap.query.ExchangeRow;
import io.jvmtap.query.LogRow;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** One row of the log as one JSON object on one line; CAPTURE.md names the members. */
public final class RowJson {
    private RowJson() {}

    /** Without a line end. */
    public static String of(LogRow row) {
        StringBuilder text = new StringBuilder();
        JsonWriter json = new JsonWriter(text).beginObject();
        members(json, row);
        json.endObject();
        return text.toString();
    }

    /** The members alone, for an object that has more of them. */
    public static void members(JsonWriter json, LogRow row) {
        json.name("id").value(row.id());
        json.name("started")
                .value(Instant.EPOCH
                        .plus(row.started().epochMicros(), ChronoUnit.MICROS)
                        .toString());
        json.name("ended").value(row.ended());
        if (row instanceof ExchangeRow exchange) {
            exchange(json, exchange);
        } else if (row instanceof ConnectionRow connection) {
            connection(json, connection);
        } else if (row instanceof BypassRow bypass) {
            json.name("kind").value("bypass");
            json.name("host").value(bypass.host()).name("port").value(bypass.port());
            json.name("thread").value(bypass.thread()).name("reason").value(bypass.reason());
        }
    }

    private static void exchange(JsonWriter json, ExchangeRow row) {
        json.name("kind").value("exchange");
        json.name("connection").value("c" + row.connection());
        json.name("protocol").value(row.protocol());
        json.name("method").value(row.method());
        json.name("url").value(row.url());
        json.name("host").value(row.host()).name("port").value(row.port());
        json.name("target").value(row.target());
        if (row.status() != null) {
            json.name("status").value(row.status());
        }
        GrpcStatus grpc = row.grpc();
        if (grpc != null) {
            json.name("grpcStatus").value(grpc.code());
            json.name("grpcMessage").value(grpc.message());
        }
        json.name("requestBytes").value(row.request().body());
        json.name("responseBytes").value(row.response().body());
        if (row.messages() > 0) {
            json.name("messages").value(row.messages());
        }
        took(json, row.timeline().ended());
        if (row.lostBytes() > 0) {
            json.name("lostBytes").value(row.lostBytes());
        }
        cut(json, row.request().cut() + row.response().cut());
        fault(json, row.fault());
        cause(json, row.cause());
    }

    private static void connection(JsonWriter json, ConnectionRow row) {
        json.name("kind").value("connection");
        json.name("host").value(row.host()).name("port").value(row.port());
        json.name("opaque").value(row.opaque());
        json.name("exchanges").value(row.exchanges());
        json.name("bytesOut").value(row.bytesOut()).name("bytesIn").value(row.bytesIn());
        took(json, row.closedAfter());
        cut(json, row.cutBytes());
        fault(json, row.fault());
        cause(json, row.cause());
    }

    private static void took(JsonWriter json, long nanos) {
        if (nanos >= 0) {
            json.name("durationMillis").value(nanos / 1e6);
        }
    }

    private static void cut(JsonWriter json, long bytes) {
        if (bytes > 0) {
            json.name("cutBytes").value(bytes);
        }
    }

    private static void fault(JsonWriter json, @Nullable Fault fault) {
        if (fault != null) {
            json.name("fault").beginObject();
            json.name("code").value(fault.code().name());
            json.name("scope").value(fault.scope().name());
            json.name("detail").value(fault.detail()).endObject();
        }
    }

    private static void cause(JsonWriter json, Cause cause) {
        json.name("pid").value(cause.pid());
        json.name("label").value(cause.label());
        json.name("thread").value(cause.thread());
        json.name("caller").value(CallSite.of(cause.frames()));
        json.name("frames").beginArray();
        cause.frames().forEach(json::value);
        json.endArray();
    }
}
