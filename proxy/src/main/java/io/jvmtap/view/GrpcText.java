package io.jvmtap.view;

import io.jvmtap.flow.Header;
import io.jvmtap.grpc.GrpcMessages;
import io.jvmtap.grpc.GrpcMessages.Message;
import io.jvmtap.grpc.ProtobufText;
import io.jvmtap.query.BodyCoding;
import io.jvmtap.query.Heads;
import io.jvmtap.query.MediaType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A body of gRPC for people, message by message: Protocol Buffers without their schema, JSON as it is. */
final class GrpcText {
    /** Of one message, compressed or not. */
    private static final int MOST_MESSAGE = 1 << 20;
    /** Of all together, in chars; nobody reads more on a terminal. */
    private static final int MOST_TEXT = 1 << 20;

    private static final int MOST_BINARY = 256;

    private final StringBuilder out = new StringBuilder();
    private final MediaType type;
    private final List<String> codings;

    private GrpcText(List<Header> head) {
        type = MediaType.of(Heads.first(head, "Content-Type"));
        codings = BodyCoding.of(Heads.first(head, "grpc-encoding"));
    }

    static String of(InputStream body, List<Header> head) {
        return new GrpcText(head).text(body);
    }

    private String text(InputStream body) {
        try (body) {
            GrpcMessages messages = new GrpcMessages(body, MOST_MESSAGE);
            int number = 0;
            for (Message message = messages.next(); message != null; message = messages.next()) {
                if (out.length() > MOST_TEXT) {
                    out.append("(more messages follow; --body gives all)\n");
                    break;
                }
                message(++number, message);
            }
        } catch (IOException e) {
            out.append('(').append(Plain.safe(String.valueOf(e.getMessage()))).append(")\n");
        }
        return out.toString();
    }

    private void message(int number, Message message) {
        String coding = Plain.safe(codings.isEmpty() ? "by a method that is not named" : String.join(", ", codings));
        out.append(message.trailers() ? "trailers, " : "message " + number + ", ")
                .append(Plain.size(message.length()))
                .append(message.compressed() ? ", compressed: " + coding : "")
                .append('\n');
        byte[] plain = message.compressed() ? decompressed(message) : message.bytes();
        if (plain == null) {
            out.append(HexDump.of(message.bytes(), Math.min(MOST_BINARY, message.bytes().length)));
            return;
        }
        boolean proto = !message.trailers() && !type.json();
        String fields = proto && message.whole() ? ProtobufText.of(plain) : null;
        if (fields != null) {
            indented(fields);
        } else if (!proto || type.text()) {
            String text = new String(plain, type.charsetOrUtf8());
            indented(type.json() && !message.trailers() ? JsonIndent.of(text) : text);
        } else {
            out.append(HexDump.of(plain, Math.min(MOST_BINARY, plain.length)));
        }
        if (!message.whole()) {
            out.append("  (the rest is left out; --body gives all)\n");
        }
    }

    private void indented(String lines) {
        Plain.safeLines(lines)
                .lines()
                .forEach(line -> out.append("  ").append(line).append('\n'));
    }

    /** Null where that is not possible. */
    private byte @Nullable [] decompressed(Message message) {
        if (codings.isEmpty() || !BodyCoding.known(codings)) {
            return null;
        }
        try (InputStream plain = BodyCoding.decode(new ByteArrayInputStream(message.bytes()), codings)) {
            return plain.readNBytes(MOST_MESSAGE);
        } catch (IOException e) {
            out.append("  (not ")
                    .append(Plain.safe(String.join(", ", codings)))
                    .append(": ")
                    .append(Plain.safe(String.valueOf(e.getMessage())))
                    .append(")\n");
            return null;
        }
    }
}
