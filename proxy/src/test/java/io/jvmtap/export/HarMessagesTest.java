package io.jvmtap.export;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvmtap.json.JsonReader;
import io.jvmtap.record.CaptureReader;
import io.jvmtap.record.SampleMessages;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HarMessagesTest {
    @TempDir
    Path directory;

    @Test
    void dataMessagesAreThereAsBrowsersWriteThem() throws Exception {
        try (CaptureReader reader = CaptureReader.open(SampleMessages.write(directory.resolve("a.jvmtap")))) {
            StringWriter out = new StringWriter();
            HarWriter.write(reader, out, true, ZoneOffset.UTC);
            Map<?, ?> har = requireNonNull((Map<?, ?>) JsonReader.read(out.toString()));
            Map<?, ?> log = requireNonNull((Map<?, ?>) har.get("log"));
            Map<?, ?> entry =
                    (Map<?, ?>) requireNonNull((List<?>) log.get("entries")).get(0);
            assertEquals("websocket", entry.get("_resourceType"));
            List<?> messages = requireNonNull((List<?>) entry.get("_webSocketMessages"));
            assertEquals(3, messages.size());
            Map<?, ?> second = (Map<?, ?>) messages.get(1);
            assertEquals("send", second.get("type"));
            assertEquals(1L, second.get("opcode"));
            assertEquals(SampleMessages.GREETING, second.get("data"));
            assertTrue(requireNonNull((Number) second.get("time")).doubleValue() > 1.7e9);
            Map<?, ?> third = (Map<?, ?>) messages.get(2);
            assertEquals("receive", third.get("type"));
            assertEquals(2L, third.get("opcode"));
            assertEquals("AAH/", third.get("data"));

            StringWriter redacted = new StringWriter();
            HarWriter.write(reader, redacted, false, ZoneOffset.UTC);
            assertFalse(redacted.toString().contains("t0p"));
        }
    }
}
