package io.jvmtap.view;

import io.jvmtap.flow.Header;
import io.jvmtap.grpc.GrpcStatus;
import io.jvmtap.query.BodyCoding;
import io.jvmtap.query.Heads;
import io.jvmtap.query.MediaType;
import io.jvmtap.view.body.CborText;
import io.jvmtap.view.body.FormText;
import io.jvmtap.view.body.GraphqlText;
import io.jvmtap.view.body.ImageText;
import io.jvmtap.view.body.MarkupText;
import io.jvmtap.view.body.MessagePackText;
import io.jvmtap.view.body.MultipartText;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A body for people: codings undone, laid out by its type, binary as the start of a hex dump. */
final class BodyText {
    /** Text beyond this is not shown; nobody reads it on a terminal, and {@code --body} gives all of it. */
    private static final int MOST_TEXT = 1 << 20;
    /** Binary beyond this is not dumped. */
    private static final int MOST_BINARY = 256;
    /** A multipart body may hold others; deeper is no honest one. */
    private static final int DEEPEST_PART = 3;

    private final byte[] start;
    private final int depth;
    private int length;
    private boolean more;
    private @Nullable String trouble;

    private BodyText(int depth) {
        start = new byte[MOST_TEXT];
        this.depth = depth;
    }

    /**
     * @param body as on the wire, codings kept
     * @param size its length
     * @return ends in a line end; empty for an empty body
     */
    static String of(InputStream body, long size, List<Header> head) {
        if (size > 0 && GrpcStatus.speaks(Heads.first(head, "Content-Type"))) {
            return GrpcText.of(body, head);
        }
        return of(body, size, head, 0);
    }

    private static String of(InputStream body, long size, List<Header> head, int depth) {
        return size == 0 ? "" : new BodyText(depth).text(body, size, head);
    }

    private String text(InputStream body, long size, List<Header> head) {
        List<String> codings = BodyCoding.of(Heads.first(head, "Content-Encoding"));
        boolean known = BodyCoding.known(codings);
        read(body, known ? codings : List.of());
        String contentType = Heads.first(head, "Content-Type");
        MediaType type = MediaType.of(contentType);
        StringBuilder text = new StringBuilder();
        String laidOut = known ? laidOut(type, contentType) : null;
        if (laidOut != null) {
            text.append(Plain.safeLines(laidOut));
            if (text.length() > 0 && text.charAt(text.length() - 1) != '\n') {
                text.append('\n');
            }
            if (more) {
                text.append("(the rest is left out; --body gives all ")
                        .append(Plain.size(size))
                        .append(")\n");
            }
        } else {
            String image = known ? ImageText.of(start, length) : null;
            int shown = image == null ? MOST_BINARY : 0;
            text.append(HexDump.of(start, Math.min(length, shown)));
            text.append('(')
                    .append(image == null ? "" : image + ", ")
                    .append(Plain.size(size))
                    .append(" of ");
            text.append(type.name().isEmpty() ? "bytes" : Plain.safe(type.name()));
            text.append(codings.isEmpty() ? "" : ", " + Plain.safe(String.join(", ", codings)));
            text.append(shown > 0 && (length > shown || more) ? "; the first " + shown + " shown)\n" : ")\n");
        }
        return trouble == null ? text.toString() : text + "(" + Plain.safe(trouble) + ")\n";
    }

    /** Null where it is not text, nor anything that can be made text. */
    private @Nullable String laidOut(MediaType type, @Nullable String contentType) {
        String name = type.name();
        String subtype = name.substring(name.indexOf('/') + 1);
        try {
            if (subtype.equals("cbor") || subtype.equals("cbor-seq") || subtype.endsWith("+cbor")) {
                return CborText.of(start, length);
            }
            if (subtype.equals("msgpack") || subtype.equals("x-msgpack") || subtype.equals("vnd.msgpack")) {
                return MessagePackText.of(start, length);
            }
            String boundary = name.startsWith("multipart/") ? MultipartText.boundary(contentType) : null;
            if (boundary != null && depth < DEEPEST_PART) {
                return parts(boundary);
            }
        } catch (IllegalArgumentException e) {
            trouble = "this is not " + name + ": " + e.getMessage();
        }
        return type.text(start, length)
                ? laidOut(type, new String(start, 0, length, type.charsetOrUtf8()), subtype)
                : null;
    }

    private static String laidOut(MediaType type, String plain, String subtype) {
        if (type.json() || type.name().isEmpty() && plain.startsWith("{")) {
            String graphql = GraphqlText.of(plain);
            return graphql != null ? graphql : JsonIndent.of(plain);
        }
        if (type.form()) {
            return FormText.of(plain, type.charsetOrUtf8());
        }
        boolean html = subtype.equals("html");
        if (html || subtype.equals("xml") || subtype.endsWith("+xml")) {
            return plain.isBlank() ? plain : MarkupText.of(plain, html);
        }
        return plain;
    }

    private String parts(String boundary) {
        StringBuilder out = new StringBuilder();
        int number = 0;
        for (MultipartText.Part part : MultipartText.parts(start, length, boundary)) {
            out.append(number++ == 0 ? "" : "\n")
                    .append("--- part ")
                    .append(number)
                    .append('\n');
            List<Header> head = head(part.head());
            head.forEach(header -> out.append(header).append('\n'));
            out.append('\n').append(of(new ByteArrayInputStream(part.body()), part.body().length, head, depth + 1));
        }
        return out.toString();
    }

    private static List<Header> head(String lines) {
        List<Header> head = new ArrayList<>();
        for (String line : lines.split("\n", -1)) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                head.add(new Header(
                        line.substring(0, colon), line.substring(colon + 1).strip()));
            }
        }
        return head;
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
