package io.jvmtap.export;

import io.jvmtap.flow.Direction;
import io.jvmtap.json.JsonWriter;
import io.jvmtap.query.ConnectionDetail;
import io.jvmtap.query.ExchangeDetail;
import io.jvmtap.query.ExchangeRow;
import io.jvmtap.query.HandshakeDetail;
import io.jvmtap.query.Lookup;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The phases of an exchange in nanoseconds, -1 where HAR says "does not apply". Only the first exchange of a connection
 * pays for its lookup, connect and TLS; for that one the time starts with the lookup.
 *
 * @param startMicros microseconds since the epoch
 * @param connect with {@code ssl} in it, as HAR 1.2 wants it
 */
record HarTimings(
        long startMicros, long blocked, long dns, long connect, long ssl, long send, long await, long receive) {
    /** A lookup longer ago than this is not what the connection waited for. */
    private static final long RECENT_MICROS = TimeUnit.SECONDS.toMicros(1);

    static HarTimings of(ExchangeDetail exchange) {
        ExchangeRow row = exchange.row();
        ExchangeRow.Timeline times = row.timeline();
        long send = Math.max(0, times.requestEnd() >= 0 ? times.requestEnd() : times.requestHead());
        long wait = times.responseHead() < 0 ? 0 : Math.max(0, times.responseHead() - send);
        long end = times.responseEnd() >= 0 ? times.responseEnd() : times.ended();
        long receive =
                times.responseHead() < 0 || end < 0 ? 0 : Math.max(0, end - Math.max(send, times.responseHead()));
        ConnectionDetail connection = exchange.connection();
        if (connection == null || connection.firstExchange() != row.number()) {
            return new HarTimings(row.started().epochMicros(), -1, -1, -1, -1, send, wait, receive);
        }
        long opened = connection.row().started().epochMicros();
        long dns = dns(connection.lookup(), opened);
        long ssl = -1;
        for (HandshakeDetail handshake : connection.handshakes()) {
            ssl = handshake.side() == Direction.OUT ? handshake.tookNanos() : ssl;
        }
        long connect = connection.upstreamAfter() < 0 ? -1 : connection.upstreamAfter() + Math.max(0, ssl);
        long before = row.started().nanos() - connection.row().started().nanos();
        long blocked = Math.max(0, before - Math.max(0, connect));
        long start = opened - Math.max(0, dns) / 1_000;
        return new HarTimings(start, blocked, dns, connect, ssl, send, wait, receive);
    }

    /** HAR's sum: everything but {@code ssl}, which is part of {@code connect}. */
    long total() {
        return Math.max(0, blocked) + Math.max(0, dns) + Math.max(0, connect) + send + await + receive;
    }

    void write(JsonWriter json) {
        json.name("timings").beginObject();
        item(json, "blocked", blocked);
        item(json, "dns", dns);
        item(json, "connect", connect);
        item(json, "ssl", ssl);
        item(json, "send", send);
        item(json, "wait", await);
        item(json, "receive", receive);
        json.endObject();
    }

    static void item(JsonWriter json, String name, long nanos) {
        json.name(name);
        if (nanos < 0) {
            json.value(-1);
        } else {
            json.value(nanos / 1e6);
        }
    }

    private static long dns(@Nullable Lookup lookup, long openedMicros) {
        boolean recent = lookup != null && openedMicros - lookup.at().epochMicros() <= RECENT_MICROS;
        return lookup != null && recent ? lookup.durationNanos() : -1;
    }
}
