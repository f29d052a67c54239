package io.jvmtap.view;

import io.jvmtap.json.JsonWriter;
import io.jvmtap.stats.CaptureStats;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sums as a table, or as JSON with one object a line; with a second capture's before them, how they have changed. */
public final class StatsText {
    private static final double MEDIAN = 0.5;
    private static final double SLOW = 0.99;

    private StatsText() {}

    /** @param before an earlier capture, to be compared with; null for none */
    public static List<String> table(CaptureStats now, @Nullable CaptureStats before) {
        List<String[]> rows = new ArrayList<>();
        rows.add(new String[] {"count", "errors", "p50", "p99", "sent", "got", "conns", "reuse", ""});
        for (CaptureStats.Key key : keys(now, before)) {
            String name = (key.method() + " " + key.host() + key.path()).strip();
            rows.add(row(now.of(key), before == null ? null : before.of(key), Plain.safe(name)));
        }
        rows.add(row(now.total(), before == null ? null : before.total(), "(all)"));
        int[] widths = new int[rows.get(0).length];
        for (String[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        List<String> lines = new ArrayList<>();
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.length - 1; i++) {
                line.append(" ".repeat(widths[i] - row[i].length()))
                        .append(row[i])
                        .append("  ");
            }
            lines.add(line.append(row[row.length - 1]).toString().stripTrailing());
        }
        return lines;
    }

    private static String[] row(CaptureStats.Sums now, CaptureStats.@Nullable Sums before, String name) {
        return new String[] {
            count(now.count(), before == null ? -1 : before.count()),
            count(now.errors(), before == null ? -1 : before.errors()),
            time(now.quantile(MEDIAN), before == null ? -1 : before.quantile(MEDIAN)),
            time(now.quantile(SLOW), before == null ? -1 : before.quantile(SLOW)),
            Plain.size(now.bytesOut()),
            Plain.size(now.bytesIn()),
            count(now.connections(), before == null ? -1 : before.connections()),
            percent(now),
            name
        };
    }

    private static String count(long now, long before) {
        return before < 0 || before == now ? Long.toString(now) : before + " > " + now;
    }

    private static String time(long now, long before) {
        String shown = now < 0 ? "-" : Plain.duration(now);
        return before < 0 || Plain.duration(before).equals(shown) ? shown : Plain.duration(before) + " > " + shown;
    }

    private static String percent(CaptureStats.Sums sums) {
        return String.format(Locale.ROOT, "%.0f%%", sums.reuse() * 100);
    }

    /** One object a line, without line ends; the last, without a host, is of all. */
    public static List<String> json(CaptureStats now, @Nullable CaptureStats before) {
        List<String> lines = new ArrayList<>();
        for (CaptureStats.Key key : keys(now, before)) {
            StringBuilder text = new StringBuilder();
            JsonWriter json = new JsonWriter(text).beginObject();
            json.name("host").value(key.host()).name("method").value(key.method());
            json.name("path").value(key.path());
            both(json, now.of(key), before == null ? null : before.of(key));
            lines.add(text.toString());
        }
        StringBuilder all = new StringBuilder();
        both(new JsonWriter(all).beginObject(), now.total(), before == null ? null : before.total());
        lines.add(all.toString());
        return lines;
    }

    private static void both(JsonWriter json, CaptureStats.Sums now, CaptureStats.@Nullable Sums before) {
        members(json, now);
        if (before != null) {
            json.name("before").beginObject();
            members(json, before);
            json.endObject();
        }
        json.endObject();
    }

    private static void members(JsonWriter json, CaptureStats.Sums sums) {
        json.name("count").value(sums.count()).name("errors").value(sums.errors());
        if (sums.quantile(MEDIAN) >= 0) {
            json.name("p50Millis").value(sums.quantile(MEDIAN) / 1e6);
            json.name("p99Millis").value(sums.quantile(SLOW) / 1e6);
        }
        json.name("bytesOut").value(sums.bytesOut()).name("bytesIn").value(sums.bytesIn());
        json.name("connections").value(sums.connections()).name("reuse").value(sums.reuse());
    }

    private static Set<CaptureStats.Key> keys(CaptureStats now, @Nullable CaptureStats before) {
        Set<CaptureStats.Key> keys = new LinkedHashSet<>(now.keys());
        if (before != null) {
            keys.addAll(before.keys());
        }
        return keys;
    }
}
