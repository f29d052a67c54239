package io.jvmtap.view;

import io.jvmtap.flow.Direction;
import io.jvmtap.flow.MessageKind;
import io.jvmtap.json.JsonWriter;
import io.jvmtap.query.MessageContents.Content;
import io.jvmtap.query.MessageRow;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Locale;

/** One message as one JSON object on one line; CAPTURE.md names the members. */
public final class MessageJson {
    /** Bytes of a message that are given. */
    public static final int MOST = 1 << 20;

    private MessageJson() {}

    /** Without a line end. */
    public static String of(MessageRow message, Content content) {
        StringBuilder text = new StringBuilder();
        JsonWriter json = new JsonWriter(text).beginObject();
        json.name("at")
                .value(Instant.EPOCH.plus(message.atMicros(), ChronoUnit.MICROS).toString());
        json.name("started")
                .value(Instant.EPOCH
                        .plus(message.started().epochMicros(), ChronoUnit.MICROS)
                        .toString());
        json.name("direction").value(message.direction() == Direction.OUT ? "out" : "in");
        json.name("kind").value(message.kind().name().toLowerCase(Locale.ROOT));
        json.name("bytes").value(message.length());
        json.name("compressed").value(message.compressed());
        String[] detail = message.detail().split(message.kind() == MessageKind.EVENT ? "\n" : " ", 2);
        if (message.kind() == MessageKind.CLOSE) {
            json.name("code").value(Long.parseLong(detail[0]));
            json.name("reason").value(detail.length > 1 ? detail[1] : "");
        } else if (message.kind() == MessageKind.EVENT) {
            json.name("event").value(detail[0]);
            if (detail.length > 1) {
                json.name("eventId").value(detail[1]);
            }
        }
        if (message.kind() != MessageKind.CLOSE) {
            byte[] bytes = content.bytes();
            boolean readable = MessagesText.text(message.kind(), bytes);
            json.name(readable ? "text" : "base64")
                    .value(
                            readable
                                    ? new String(bytes, StandardCharsets.UTF_8)
                                    : Base64.getEncoder().encodeToString(bytes));
            json.name("whole").value(content.whole());
        }
        if (content.trouble() != null) {
            json.name("trouble").value(content.trouble());
        }
        json.endObject();
        return text.toString();
    }
}
