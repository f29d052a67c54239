package io.jvmtap.view;

import io.jvmtap.flow.Direction;
import io.jvmtap.flow.MessageKind;
import io.jvmtap.grpc.ProtobufText;
import io.jvmtap.query.Heads;
import io.jvmtap.query.MediaType;
import io.jvmtap.query.MessageContents.Content;
import io.jvmtap.query.MessageRow;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The messages within an exchange, one line each:
 *
 * <pre>
 *   12:00:01.123  ->  text    27 B  {"subscribe":"prices"}
 *   12:00:01.130  &lt;-  close    5 B  1000 bye
 * </pre>
 */
public final class MessagesText {
    /** Bytes of a message that a line may be made of. */
    public static final int LOOKED_AT = 4 * 1024;

    /** Chars of a message in its line. */
    private static final int MOST_LINE = 120;

    private static final int MOST_BINARY = 24;
    private static final Pattern DATA = Pattern.compile("(?m)^data(?:: ?(.*))?$");

    private final DateTimeFormatter time;
    private final Heads heads;

    public MessagesText(ZoneId zone, Heads heads) {
        time = DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(zone);
        this.heads = heads;
    }

    /** Without a line end. */
    public String line(MessageRow message, Content content) {
        String kind = message.kind().name().toLowerCase(Locale.ROOT);
        String line = "  " + time.format(Instant.EPOCH.plus(message.atMicros(), ChronoUnit.MICROS))
                + (message.direction() == Direction.OUT ? "  ->  " : "  <-  ")
                + kind + " ".repeat(Math.max(0, 6 - kind.length()))
                + String.format(Locale.ROOT, "  %6s", Plain.size(message.length()))
                + (message.compressed() ? " compressed  " : "  ")
                + Plain.cut(Plain.safe(text(message, content)), MOST_LINE)
                + (content.trouble() == null ? "" : "  (" + Plain.safe(content.trouble()) + ")");
        return line.stripTrailing();
    }

    private String text(MessageRow message, Content content) {
        byte[] bytes = content.bytes();
        return switch (message.kind()) {
            case TEXT -> firstLine(utf8(bytes));
            case CLOSE -> message.detail();
            case EVENT -> event(message, utf8(bytes));
            case GRPC -> grpc(message, bytes, content.trouble() == null && content.whole());
            case BINARY, PING, PONG -> readable(bytes) ? firstLine(utf8(bytes)) : hex(bytes);
        };
    }

    private static String event(MessageRow message, String lines) {
        Matcher data = DATA.matcher(lines.replace("\r\n", "\n").replace('\r', '\n'));
        String first = data.find() && data.group(1) != null ? data.group(1) : "";
        String name = message.detail().replace("\n", " #");
        return name.equals("message") ? first : name + ": " + first;
    }

    private String grpc(MessageRow message, byte[] bytes, boolean whole) {
        boolean out = message.direction() == Direction.OUT;
        MediaType type = MediaType.of(Heads.first(out ? heads.request() : heads.response(), "Content-Type"));
        if (type.json() || message.detail().equals("trailers")) {
            return utf8(bytes).strip().replaceAll("\\s*[\\r\\n]+\\s*", " ");
        }
        String fields = whole ? ProtobufText.of(bytes) : null;
        return fields == null ? hex(bytes) : fields.strip().replaceAll("\\s*\\n\\s*", " ");
    }

    static boolean readable(byte[] bytes) {
        return new MediaType("", null).text(bytes, bytes.length);
    }

    static boolean text(MessageKind kind, byte[] bytes) {
        return kind == MessageKind.TEXT || kind == MessageKind.EVENT || readable(bytes);
    }

    private static String firstLine(String text) {
        return text.strip().lines().findFirst().orElse("");
    }

    private static String utf8(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static String hex(byte[] bytes) {
        String hex = HexFormat.ofDelimiter(" ").formatHex(bytes, 0, Math.min(bytes.length, MOST_BINARY));
        return bytes.length > MOST_BINARY ? hex + " ..." : hex;
    }
}
