package io.jvmtap.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvmtap.query.RowFilter;
import io.jvmtap.record.CaptureReader;
import io.jvmtap.record.CaptureWriter;
import io.jvmtap.record.SampleCapture;
import io.jvmtap.record.Traffic;
import io.jvmtap.view.StatsText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptureStatsTest {
    @TempDir
    Path directory;

    @Test
    void idsInPathsAreFoldedAndWordsAreNot() {
        assertEquals("/users/{id}", PathPattern.of("/users/17?x=1"));
        assertEquals(
                "/users/{id}/cards/{id}/", PathPattern.of("/users/17/cards/5e0d5a55-7a3d-4b3c-8f1e-0123456789ab/"));
        assertEquals("/v1/charges/{id}", PathPattern.of("/v1/charges/ch_3MmlLrLkdIwHu7ix0snN0B15"));
        assertEquals("/blobs/{id}", PathPattern.of("/blobs/9f86d081884c7d659a2feaa0c55ad015"));
        assertEquals("/v1/health-check/feedface", PathPattern.of("/v1/health-check/feedface"));
        assertEquals("/a", PathPattern.of("http://a.example/a?b"));
        assertEquals("/", PathPattern.of("/"));
        assertEquals("*", PathPattern.of("*"));
        assertEquals("a.example:443", PathPattern.of("a.example:443"));
    }

    @Test
    void quantilesAreRightToAFewPercent() {
        Durations durations = new Durations();
        assertEquals(-1, durations.quantile(0.5));
        for (long i = 1; i <= 1_000; i++) {
            durations.add(i * 1_000_000);
        }
        assertEquals(500e6, durations.quantile(0.5), 20e6);
        assertEquals(990e6, durations.quantile(0.99), 40e6);
        Durations ends = new Durations();
        ends.add(0);
        assertEquals(0, ends.quantile(1));
        ends.add(Long.MAX_VALUE);
        assertEquals(Long.MAX_VALUE, ends.quantile(1), Long.MAX_VALUE * 0.04);
    }

    @Test
    void sumsSayHowManyHowLongAndOnHowManyConnections() throws Exception {
        CaptureStats stats = stats(SampleCapture.write(directory.resolve("a.jvmtap")));
        CaptureStats.Sums all = stats.total();
        assertEquals(3, all.count());
        assertEquals(2, all.errors(), "a 402 and a reset");
        assertEquals(1, all.connections());
        assertEquals(2 / 3.0, all.reuse(), 1e-9);
        assertEquals(27, all.bytesOut());
        assertEquals(3, stats.keys().size());
    }

    @Test
    void twoCapturesAreComparedRowByRow() throws Exception {
        Path later = directory.resolve("b.jvmtap");
        try (CaptureWriter writer = CaptureWriter.open(later, "b", Traffic.ticking(), System.err::println)) {
            Traffic traffic = new Traffic(writer, writer.ids(), Traffic.ticking());
            traffic.get("api.stripe.test", "/terms", Traffic.bytes("x"));
            traffic.get("api.stripe.test", "/terms", Traffic.bytes("x"));
        }
        CaptureStats before = stats(SampleCapture.write(directory.resolve("a.jvmtap")));
        List<String> table = StatsText.table(stats(later), before);
        assertTrue(table.get(0).matches(" *count +errors +p50 +p99 +sent +got +conns +reuse"), table.get(0));
        assertTrue(table.get(1).matches(" *1 > 2 +0 .* 1 > 2 +0%  GET api.stripe.test/terms"), table.get(1));
        assertTrue(table.get(4).matches(" *3 > 2 +2 > 0 .*\\(all\\)"), table.get(4));
        List<String> json = StatsText.json(stats(later), null);
        assertTrue(
                json.get(0)
                        .startsWith("{\"host\":\"api.stripe.test\",\"method\":\"GET\",\"path\":\"/terms\",\"count\":2"),
                json.get(0));
        assertTrue(json.get(1).startsWith("{\"count\":2,\"errors\":0,\"p50Millis\":"), json.get(1));
    }

    private static CaptureStats stats(Path capture) throws IOException {
        CaptureStats stats = new CaptureStats();
        try (CaptureReader reader = CaptureReader.open(capture)) {
            reader.rows(RowFilter.ALL, stats::add);
        }
        return stats;
    }
}
