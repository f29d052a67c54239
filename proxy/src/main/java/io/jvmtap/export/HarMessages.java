package io.jvmtap.export;

import io.jvmtap.flow.Direction;
import io.jvmtap.flow.MessageKind;
import io.jvmtap.json.JsonWriter;
import io.jvmtap.query.ExchangeDetail;
import io.jvmtap.query.MessageContents;
import io.jvmtap.query.MessageRow;
import io.jvmtap.record.CaptureReader;
import io.jvmtap.redact.Redaction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** The messages of a WebSocket as browsers write them into a HAR: those of data only, decompressed, binary as base64. */
final class HarMessages {
    private static final int PAGE = 500;
    private static final int TEXT = 1;
    private static final int BINARY = 2;

    private HarMessages() {}

    static void write(CaptureReader reader, ExchangeDetail exchange, JsonWriter json, Redaction redaction)
            throws IOException {
        long number = exchange.row().number();
        json.name("_resourceType").value("websocket");
        json.name("_webSocketMessages").beginArray();
        try (MessageContents contents =
                new MessageContents(direction -> reader.body(number, direction), exchange.heads(), HarBody.MOST)) {
            List<MessageRow> page = reader.messages(number, 0, PAGE);
            while (!page.isEmpty()) {
                for (MessageRow message : page) {
                    if (message.kind() == MessageKind.TEXT || message.kind() == MessageKind.BINARY) {
                        write(message, contents.of(message).bytes(), json, redaction);
                    }
                }
                page = reader.messages(number, page.get(page.size() - 1).number(), PAGE);
            }
        }
        json.endArray();
    }

    private static void write(MessageRow message, byte[] bytes, JsonWriter json, Redaction redaction) {
        boolean text = message.kind() == MessageKind.TEXT;
        json.beginObject();
        json.name("type").value(message.direction() == Direction.OUT ? "send" : "receive");
        json.name("time").value(message.atMicros() / 1e6);
        json.name("opcode").value(text ? TEXT : BINARY);
        json.name("data")
                .value(
                        text
                                ? redaction.json(new String(bytes, StandardCharsets.UTF_8))
                                : Base64.getEncoder().encodeToString(bytes));
        json.endObject();
    }
}
