package io.jvmtap.dissect;

import io.jvmtap.flow.Direction;
import io.jvmtap.flow.Fault;
import io.jvmtap.flow.FlowEvent;
import io.jvmtap.flow.FlowEvent.BodyChunk;
import io.jvmtap.flow.FlowEvent.BodyEnded;
import io.jvmtap.flow.FlowEvent.ExchangeEnded;
import io.jvmtap.flow.FlowEvent.ExchangeStarted;
import io.jvmtap.flow.FlowEvent.InterimHead;
import io.jvmtap.flow.FlowEvent.MessageSeen;
import io.jvmtap.flow.FlowEvent.RequestHead;
import io.jvmtap.flow.FlowEvent.ResponseHead;
import io.jvmtap.flow.FlowEvent.Segment;
import io.jvmtap.flow.FlowEvent.Trailers;
import io.jvmtap.flow.Header;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Events as lines, for traces: {@code >} is the program, {@code <} the server. Neighbouring chunks become one. */
public final class EventText {
    /** More than this of a body or a line tells a reader nothing. */
    private static final int SHOWN = 120;

    private final List<String> lines = new ArrayList<>();
    private final List<String> messages = new ArrayList<>();
    private String running = "";
    private final StringBuilder bytes = new StringBuilder();

    private EventText() {}

    public static String of(List<FlowEvent> events) {
        EventText text = new EventText();
        events.forEach(text::add);
        text.flush();
        return String.join("\n", text.lines);
    }

    private void add(FlowEvent event) {
        if (event instanceof Segment segment) {
            run("stream " + arrow(segment.direction()), segment.bytes());
            return;
        }
        if (event instanceof BodyChunk chunk) {
            run(chunk.exchange() + " " + arrow(chunk.direction()) + " body", chunk.bytes());
            return;
        }
        if (event instanceof MessageSeen message && !running.isEmpty()) {
            // Where a body is cut says nothing of where its messages are told of.
            messages.add(line(message));
            return;
        }
        flush();
        lines.add(line(event));
    }

    private static String line(FlowEvent event) {
        if (event instanceof ExchangeStarted e) {
            return e.exchange() + " started " + e.protocol();
        } else if (event instanceof RequestHead e) {
            String line = String.join(" ", e.method(), e.scheme(), e.target(), e.version());
            return e.exchange() + " > " + escaped(line) + headers(e.headers());
        } else if (event instanceof InterimHead e) {
            return e.exchange() + " < interim " + e.status() + " " + e.reason() + headers(e.headers());
        } else if (event instanceof ResponseHead e) {
            return e.exchange() + " < " + e.status() + " [" + e.reason() + "] " + e.version() + headers(e.headers());
        } else if (event instanceof Trailers e) {
            return e.exchange() + " " + arrow(e.direction()) + " trailers" + headers(e.trailers());
        } else if (event instanceof MessageSeen e) {
            return e.exchange() + " " + arrow(e.direction()) + " message " + e.kind() + " at " + e.offset() + " of "
                    + e.length() + (e.compressed() ? " compressed" : "")
                    + (e.detail().isEmpty() ? "" : " " + escaped(e.detail()));
        } else if (event instanceof BodyEnded e) {
            return e.exchange() + " " + arrow(e.direction()) + " end " + e.wireBytes();
        } else if (event instanceof ExchangeEnded e) {
            return e.exchange() + " ended" + fault(e.fault());
        }
        return event.toString();
    }

    private void run(String what, byte[] more) {
        if (!what.equals(running)) {
            flush();
            running = what;
        }
        bytes.append(new String(more, StandardCharsets.ISO_8859_1));
    }

    private void flush() {
        if (!running.isEmpty()) {
            lines.add(running + " " + escaped(bytes.toString()));
        }
        lines.addAll(messages);
        messages.clear();
        running = "";
        bytes.setLength(0);
    }

    private static String headers(List<Header> headers) {
        return headers.stream()
                .map(header -> " | " + escaped(header.toString()))
                .collect(Collectors.joining());
    }

    private static String fault(@Nullable Fault fault) {
        return fault == null ? "" : " " + fault.code() + " " + fault.scope() + ": " + fault.detail();
    }

    private static String arrow(Direction direction) {
        return direction == Direction.OUT ? ">" : "<";
    }

    private static String escaped(String text) {
        String shown = text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...(" + text.length() + ")";
        StringBuilder escaped = new StringBuilder();
        for (char c : shown.toCharArray()) {
            if (c == '\r') {
                escaped.append("\\r");
            } else if (c == '\n') {
                escaped.append("\\n");
            } else if (c < ' ' || c >= 0x7F) {
                escaped.append(String.format("\\x%02X", (int) c));
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }
}
