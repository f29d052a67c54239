package io.jvmtap.query;

import io.jvmtap.flow.Direction;
import io.jvmtap.flow.MessageKind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * What the messages of one exchange say, read out of its recorded bodies and decompressed. Asked for one message after
 * the other, in their order: each body is read once, and a message of permessage-deflate may refer to those before it
 * (RFC 7692 section 7.2.1). Used by one thread.
 */
public final class MessageContents implements AutoCloseable {
    /** Of one direction, inflated: whoever sends more of it in a debugging session wants to fill our memory, or time. */
    private static final long MOST_INFLATED = 256L << 20;

    /** What a sender leaves out at the end of each message (RFC 7692 section 7.2.1). */
    private static final byte[] TAIL = {0, 0, (byte) 0xFF, (byte) 0xFF};

    private static final int BUFFER = 8 * 1024;

    private final Function<Direction, InputStream> bodies;
    private final Heads heads;
    private final int most;
    private final Map<Direction, Body> open = new EnumMap<>(Direction.class);

    /**
     * @param bytes the first ones
     * @param whole whether that is all
     * @param trouble why it is not what was sent, null where it is
     */
    public record Content(
            byte[] bytes, boolean whole, @Nullable String trouble) {}

    /** @param most bytes of each message that are given */
    public MessageContents(Function<Direction, InputStream> bodies, Heads heads, int most) {
        this.bodies = bodies;
        this.heads = heads;
        this.most = most;
    }

    public Content of(MessageRow message) throws IOException {
        if (message.offset() < 0) {
            return new Content(carried(message), true, null);
        }
        Body body = open.computeIfAbsent(message.direction(), direction -> new Body(bodies.apply(direction)));
        body.skipTo(message.offset());
        if (!message.compressed()) {
            byte[] bytes = body.take(Math.min(message.length(), most));
            boolean cut = bytes.length < Math.min(message.length(), most);
            return new Content(bytes, bytes.length == message.length(), cut ? "not all of it was recorded" : null);
        }
        return message.kind() == MessageKind.GRPC ? grpc(message, body) : body.inflated(message.length());
    }

    /** Control frames have it in their detail. */
    private static byte[] carried(MessageRow message) {
        try {
            return message.kind() == MessageKind.CLOSE
                    ? message.detail().getBytes(StandardCharsets.UTF_8)
                    : HexFormat.of().parseHex(message.detail());
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private Content grpc(MessageRow message, Body body) throws IOException {
        byte[] bytes = body.take(Math.min(message.length(), most));
        boolean out = message.direction() == Direction.OUT;
        List<String> codings = BodyCoding.of(Heads.first(out ? heads.request() : heads.response(), "grpc-encoding"));
        if (codings.isEmpty() || !BodyCoding.known(codings)) {
            return new Content(bytes, bytes.length == message.length(), "compressed: " + String.join(", ", codings));
        }
        try (InputStream plain = BodyCoding.decode(new ByteArrayInputStream(bytes), codings)) {
            byte[] decoded = plain.readNBytes(most);
            return new Content(decoded, decoded.length < most, null);
        } catch (IOException e) {
            return new Content(bytes, false, "not " + String.join(", ", codings) + ": " + e.getMessage());
        }
    }

    @Override
    public void close() throws IOException {
        for (Body body : open.values()) {
            body.inflater.end();
            body.bytes.close();
        }
    }

    private final class Body {
        private final InputStream bytes;
        private final Inflater inflater = new Inflater(true);
        private long position;
        private long inflated;
        private @Nullable String broken;

        Body(InputStream bytes) {
            this.bytes = bytes;
        }

        void skipTo(long offset) throws IOException {
            try {
                bytes.skipNBytes(Math.max(0, offset - position));
            } catch (EOFException e) {
                // Beyond what was recorded: reading will say so.
            }
            position = Math.max(position, offset);
        }

        byte[] take(long length) throws IOException {
            byte[] taken = bytes.readNBytes((int) length);
            position += taken.length;
            return taken;
        }

        Content inflated(long length) throws IOException {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            long before = inflated;
            long left = length;
            while (left > 0 && broken == null) {
                byte[] piece = take(Math.min(left, BUFFER));
                left -= piece.length;
                if (piece.length == 0) {
                    broken = "not all of it was recorded";
                }
                inflate(piece, out);
            }
            inflate(TAIL, out);
            if (inflater.finished()) {
                inflater.reset(); // a sender may end the deflate stream with a message (RFC 7692 section 7.2.3.4)
            }
            return new Content(out.toByteArray(), inflated - before == out.size(), broken);
        }

        private void inflate(byte[] piece, ByteArrayOutputStream out) {
            byte[] buffer = new byte[BUFFER];
            inflater.setInput(piece);
            try {
                while (broken == null && !inflater.finished()) {
                    int count = inflater.inflate(buffer);
                    if (count == 0) {
                        return;
                    }
                    inflated += count;
                    out.write(buffer, 0, Math.min(count, most - out.size()));
                    if (inflated > MOST_INFLATED) {
                        broken = "more than " + MOST_INFLATED + " bytes inflated";
                    }
                }
            } catch (DataFormatException e) {
                broken = "cannot be inflated: " + e.getMessage();
            }
        }
    }
}
