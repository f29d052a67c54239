package io.jvmtap.view;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvmtap.query.ExchangeDetail;
import io.jvmtap.query.MessageContents;
import io.jvmtap.query.MessageRow;
import io.jvmtap.record.CaptureReader;
import io.jvmtap.record.SampleMessages;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MessagesTextTest {
    @TempDir
    Path directory;

    @Test
    void eachMessageIsALineWithWhatItSays() throws Exception {
        try (CaptureReader reader = CaptureReader.open(SampleMessages.write(directory.resolve("a.jvmtap")))) {
            ExchangeDetail exchange = requireNonNull(reader.exchange(1));
            MessagesText text = new MessagesText(ZoneOffset.UTC, exchange.heads());
            List<String> lines = lines(reader, exchange, text::line);
            assertEquals(5, lines.size());
            List<MessageRow> rows = reader.messages(1, 0, 10);
            assertTrue(
                    lines.get(0)
                            .matches("  12:00:00\\.\\d{3}  ->  text {6}\\d\\d B compressed  "
                                    + "\\{\"greeting\":\"hello, hello, hello\",\"token\":\"t0p\"}"),
                    lines.get(0));
            assertTrue(rows.get(1).length() < rows.get(0).length(), "it refers to the one before");
            assertTrue(lines.get(1).endsWith(SampleMessages.GREETING), lines.get(1));
            assertTrue(lines.get(2).endsWith("  <-  binary     3 B  00 01 ff"), lines.get(2));
            assertTrue(lines.get(3).endsWith("  <-  ping       2 B  hi"), lines.get(3));
            assertTrue(lines.get(4).endsWith("  <-  close      5 B  1000 bye"), lines.get(4));
            String all = new FlowText(ZoneOffset.UTC)
                    .exchange(exchange, direction -> reader.body(1, direction), String.join("\n", lines) + "\n");
            assertTrue(all.contains("\nMessages\n  12:00:00"), all);
            String row = new RowLine(Terminal.NONE, ZoneOffset.UTC).of(exchange.row());
            assertTrue(row.contains("  5 messages  "), row);
        }
    }

    @Test
    void jsonHasAllOfIt() throws Exception {
        try (CaptureReader reader = CaptureReader.open(SampleMessages.write(directory.resolve("a.jvmtap")))) {
            List<String> lines = lines(reader, requireNonNull(reader.exchange(1)), MessageJson::of);
            assertTrue(lines.get(0).contains("\"text\":\"{\\\"greeting\\\""), lines.get(0));
            assertTrue(lines.get(2).contains("\"base64\":\"AAH/\",\"whole\":true"), lines.get(2));
            assertTrue(lines.get(4).endsWith("\"code\":1000,\"reason\":\"bye\"}"), lines.get(4));
        }
    }

    private static List<String> lines(CaptureReader reader, ExchangeDetail exchange, Form form) throws Exception {
        List<String> lines = new ArrayList<>();
        try (MessageContents contents =
                new MessageContents(direction -> reader.body(1, direction), exchange.heads(), 1_000)) {
            for (MessageRow message : reader.messages(1, 0, 100)) {
                lines.add(form.of(message, contents.of(message)));
            }
        }
        return lines;
    }

    private interface Form {
        String of(MessageRow message, MessageContents.Content content);
    }
}
