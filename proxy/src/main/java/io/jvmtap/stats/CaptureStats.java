package io.jvmtap.stats;

import io.jvmtap.query.ExchangeRow;
import io.jvmtap.query.LogRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Sums exchanges up, by host, method and path. Used by one thread. Memory grows with how many different ones there are,
 * up to a bound; beyond it new paths of a host are summed up as {@code (other paths)}.
 */
public final class CaptureStats {
    /** Of 8 kB and more each; who has more kinds of calls than this looks at totals. */
    private static final int MOST = 5_000;

    private static final String OTHERS = "(other paths)";
    private static final int FIRST_ERROR = 400;

    /** What is summed up together. */
    public record Key(String host, String method, String path) {}

    /** The sums of one key. */
    public static final class Sums {
        private final Durations durations = new Durations();
        /** Numbers of connections, 64 to an entry: few, for those of one kind of call lie together or are few. */
        private final Map<Long, Long> connections = new HashMap<>();

        private long connectionCount;
        private long count;
        private long errors;
        private long bytesOut;
        private long bytesIn;

        private void add(ExchangeRow row) {
            count++;
            Integer status = row.status();
            boolean grpc = row.grpc() != null && row.grpc().code() != 0;
            errors += row.fault() != null || status != null && status >= FIRST_ERROR || grpc ? 1 : 0;
            bytesOut += row.request().body();
            bytesIn += row.response().body();
            if (row.ended()) {
                durations.add(row.timeline().ended());
            }
            long bit = 1L << row.connection();
            long known = connections.getOrDefault(row.connection() / Long.SIZE, 0L);
            if ((known & bit) == 0) {
                connections.put(row.connection() / Long.SIZE, known | bit);
                connectionCount++;
            }
        }

        public long count() {
            return count;
        }

        /** Faults, statuses from 400 on, and calls of gRPC that did not end well. */
        public long errors() {
            return errors;
        }

        /** Of bodies, codings kept. */
        public long bytesOut() {
            return bytesOut;
        }

        public long bytesIn() {
            return bytesIn;
        }

        /** Nanoseconds, -1 where nothing has ended. */
        public long quantile(double part) {
            return durations.quantile(part);
        }

        /** On how many connections they went. */
        public long connections() {
            return connectionCount;
        }

        /** Exchanges that were not the first of these on their connection, of all, 0 to 1. */
        public double reuse() {
            return count == 0 ? 0 : 1 - Math.min(1.0, (double) connections() / count);
        }
    }

    private final Map<Key, Sums> sums = new LinkedHashMap<>();
    private final Sums total = new Sums();

    /** Rows that are no exchanges are left out. */
    public void add(LogRow row) {
        if (!(row instanceof ExchangeRow exchange) || exchange.method() == null) {
            return;
        }
        String target = exchange.target() == null ? "/" : exchange.target();
        Key key = new Key(exchange.authority(), exchange.method(), PathPattern.of(target));
        if (sums.size() >= MOST && !sums.containsKey(key)) {
            key = new Key(exchange.authority(), "", OTHERS);
        }
        sums.computeIfAbsent(key, each -> new Sums()).add(exchange);
        total.add(exchange);
    }

    /** Most calls first. */
    public List<Key> keys() {
        List<Key> keys = new ArrayList<>(sums.keySet());
        keys.sort(Comparator.<Key>comparingLong(key -> -of(key).count)
                .thenComparing(Key::host)
                .thenComparing(Key::path)
                .thenComparing(Key::method));
        return keys;
    }

    /** Zeros where there was nothing of this kind. */
    public Sums of(Key key) {
        return sums.getOrDefault(key, new Sums());
    }

    public Sums total() {
        return total;
    }
}
