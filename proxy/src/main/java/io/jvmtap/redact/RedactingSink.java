package io.jvmtap.redact;

import io.jvmtap.flow.Direction;
import io.jvmtap.flow.FlowEvent;
import io.jvmtap.flow.FlowSink;
import io.jvmtap.flow.Header;
import io.jvmtap.flow.Stamp;
import io.jvmtap.query.BodyCoding;
import io.jvmtap.query.Heads;
import io.jvmtap.query.MediaType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Takes secrets out of heads and bodies before a recorder sees them. Bodies that may hold some (JSON, forms) are held
 * back until they are whole; what is too long for that, or coded in a way that cannot be undone, is replaced by a note
 * rather than passed on. Other bodies and opaque streams go by as they are. Safe for use by many threads.
 */
public final class RedactingSink implements FlowSink {
    /** Of one body, and what a body may come to when its codings are undone; forms and JSON of calls are far shorter. */
    static final int MOST = 1 << 20;

    private final FlowSink next;
    private final Redaction redaction;
    private final Map<Key, Held> bodies = new ConcurrentHashMap<>();

    private record Key(long exchange, Direction direction) {}

    /** A body that is being held back; used by the thread of its connection. */
    private static final class Held {
        private final MediaType type;
        private final List<String> codings;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private long size;
        private @Nullable Stamp first;

        Held(MediaType type, List<String> codings) {
            this.type = type;
            this.codings = codings;
        }

        void add(FlowEvent.BodyChunk chunk) {
            first = first == null ? chunk.at() : first;
            size += chunk.bytes().length;
            if (size <= MOST) {
                bytes.writeBytes(chunk.bytes());
            } else {
                bytes.reset();
            }
        }
    }

    public RedactingSink(FlowSink next, Redaction redaction) {
        this.next = next;
        this.redaction = redaction;
    }

    @Override
    public void emit(FlowEvent event) {
        if (event instanceof FlowEvent.RequestHead head) {
            hold(head.exchange(), Direction.OUT, head.headers());
            next.emit(new FlowEvent.RequestHead(
                    head.exchange(),
                    head.at(),
                    head.method(),
                    head.scheme(),
                    redaction.url(head.target()),
                    head.version(),
                    redaction.headers(head.headers())));
        } else if (event instanceof FlowEvent.ResponseHead head) {
            hold(head.exchange(), Direction.IN, head.headers());
            List<Header> headers = redaction.headers(head.headers());
            next.emit(new FlowEvent.ResponseHead(
                    head.exchange(), head.at(), head.status(), head.reason(), head.version(), headers));
        } else if (event instanceof FlowEvent.InterimHead head) {
            List<Header> headers = redaction.headers(head.headers());
            next.emit(new FlowEvent.InterimHead(head.exchange(), head.at(), head.status(), head.reason(), headers));
        } else if (event instanceof FlowEvent.Trailers head) {
            release(head.exchange(), head.direction());
            List<Header> trailers = redaction.headers(head.trailers());
            next.emit(new FlowEvent.Trailers(head.exchange(), head.at(), head.direction(), trailers));
        } else {
            body(event);
        }
    }

    private void body(FlowEvent event) {
        if (event instanceof FlowEvent.BodyChunk chunk) {
            Held held = bodies.get(new Key(chunk.exchange(), chunk.direction()));
            if (held != null) {
                held.add(chunk);
                return;
            }
        } else if (event instanceof FlowEvent.BodyEnded end) {
            release(end.exchange(), end.direction());
        } else if (event instanceof FlowEvent.ExchangeEnded end) {
            release(end.exchange(), Direction.OUT);
            release(end.exchange(), Direction.IN);
        }
        next.emit(event);
    }

    @Override
    public boolean writable() {
        return next.writable();
    }

    @Override
    public void whenWritable(Runnable resume) {
        next.whenWritable(resume);
    }

    private void hold(long exchange, Direction direction, List<Header> head) {
        MediaType type = MediaType.of(Heads.first(head, "Content-Type"));
        if (type.json() || type.form() || type.name().isEmpty() || type.name().equals("text/plain")) {
            List<String> codings = BodyCoding.of(Heads.first(head, "Content-Encoding"));
            bodies.put(new Key(exchange, direction), new Held(type, codings));
        }
    }

    private void release(long exchange, Direction direction) {
        Held held = bodies.remove(new Key(exchange, direction));
        if (held != null && held.first != null) {
            next.emit(new FlowEvent.BodyChunk(exchange, held.first, direction, shown(held)));
        }
    }

    private byte[] shown(Held held) {
        if (held.size > MOST) {
            return note(held, "it is longer than " + MOST + " bytes");
        }
        byte[] wire = held.bytes.toByteArray();
        byte[] plain = wire;
        if (!held.codings.isEmpty()) {
            try (InputStream decoded = BodyCoding.decode(new ByteArrayInputStream(wire), held.codings)) {
                plain = decoded.readNBytes(MOST + 1);
            } catch (IOException e) {
                return note(held, "its content coding cannot be undone");
            }
            if (plain.length > MOST) {
                return note(held, "it is longer than " + MOST + " bytes");
            }
        }
        // Where no charset is named, what is not UTF-8 must come out as it went in; secrets' names are ASCII.
        Charset charset = held.type.charset() == null ? StandardCharsets.ISO_8859_1 : held.type.charset();
        String text = new String(plain, charset);
        String shown = redaction.body(held.type, text);
        if (shown.equals(text)) {
            return wire;
        }
        return held.codings.isEmpty()
                ? shown.getBytes(charset)
                : note(held, "there are secrets in it, and it is coded as " + String.join(", ", held.codings));
    }

    /** In the place of the body, so that every viewer shows it. */
    private static byte[] note(Held held, String why) {
        return ("[--redact: body of " + held.size + " bytes left out, for " + why + "]")
                .getBytes(StandardCharsets.US_ASCII);
    }
}
