package io.jvmtap.view;

import io.jvmtap.flow.Header;
import io.jvmtap.grpc.GrpcStatus;
import io.jvmtap.query.BodyCoding;
import io.jvmtap.query.Heads;
import io.jvmtap.query.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A body for people: codings undone, JSON laid out, binary as the start of a hex dump. */
final class BodyText {
    /** Text beyond this is not shown; nobody reads it on a terminal, and {@code --body} gives all of it. */
    private static final int MOST_TEXT = 1 << 20;
    /** Binary beyond this is not dumped. */
    private static final int MOST_BINARY = 256;

    private final byte[] start = new byte[MOST_TEXT];
    private int length;
    private boolean more;
    private @Nullable String trouble;

    private BodyText() {}

    /**
     * @param body as on the wire, codings kept
     * @param size its length
     * @return ends in a line end; empty for an empty body
     */
    static String of(InputStream body, long size, List<Header> head) {
        if (size > 0 && GrpcStatus.speaks(Heads.first(head, "Content-Type"))) {
            return GrpcText.of(body, head);
        }
        return size == 0 ? "" : new BodyText().text(body, size, head);
    }

    private String text(InputStream body, long size, List<Header> head) {
        List<String> codings = BodyCoding.of(Heads.first(head, "Content-Encoding"));
        boolean known = BodyCoding.known(codings);
        read(body, known ? codings : List.of());
        MediaType type = MediaType.of(Heads.first(head, "Content-Type"));
        StringBuilder text = new StringBuilder();
        if (known && type.text(start, length)) {
            String plain = new String(start, 0, length, type.charsetOrUtf8());
            text.append(Plain.safeLines(type.json() ? JsonIndent.of(plain) : plain));
            if (text.length() > 0 && text.charAt(text.length() - 1) != '\n') {
                text.append('\n');
            }
            if (more) {
                text.append("(the rest is left out; --body gives all ")
                        .append(Plain.size(size))
                        .append(")\n");
            }
        } else {
            text.append(HexDump.of(start, Math.min(length, MOST_BINARY)));
            text.append('(').append(Plain.size(size)).append(" of ");
            text.append(type.name().isEmpty() ? "bytes" : Plain.safe(type.name()));
            text.append(codings.isEmpty() ? "" : ", " + Plain.safe(String.join(", ", codings)));
            text.append(length > MOST_BINARY || more ? "; the first " + MOST_BINARY + " shown)\n" : ")\n");
        }
        return trouble == null ? text.toString() : text + "(" + Plain.safe(trouble) + ")\n";
    }

    /** What can be decoded is shown, even if the end is missing or broken. */
    private void read(InputStream body, List<String> codings) {
        try (InputStream decoded = BodyCoding.decode(body, codings)) {
            for (int count; (count = decoded.read(start, length, start.length - length)) > 0; ) {
                length += count;
            }
            more = length == start.length && decoded.read() >= 0;
        } catch (IOException e) {
            trouble = "the body ends early or is not " + String.join(", ", codings) + ": " + e.getMessage();
        }
    }
}
