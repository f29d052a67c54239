package io.jvmtap.record;

import static io.jvmtap.record.Traffic.bytes;
import static io.jvmtap.record.Traffic.headers;

import io.jvmtap.flow.Direction;
import io.jvmtap.flow.FlowClock;
import io.jvmtap.flow.FlowEvent.MessageSeen;
import io.jvmtap.flow.MessageKind;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.Deflater;

/** A capture with a compressed WebSocket (exchange 1) and an event stream (exchange 2). */
public final class SampleMessages {
    public static final String GREETING = "{\"greeting\":\"hello, hello, hello\",\"token\":\"t0p\"}";

    private SampleMessages() {}

    public static Path write(Path file) throws Exception {
        FlowClock clock = Traffic.ticking();
        try (CaptureWriter writer = CaptureWriter.open(file, "messages", clock, System.err::println)) {
            Traffic traffic = new Traffic(writer, writer.ids(), clock);
            traffic.program();
            long connection = traffic.tls("ws.example");
            long socket = traffic.request(connection, "GET", "/ws", headers("Upgrade", "websocket"));
            traffic.responseHead(socket, 101, headers("Upgrade", "websocket"));
            Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
            long at = 0;
            for (int i = 0; i < 2; i++) {
                byte[] deflated = deflated(deflater, bytes(GREETING));
                traffic.body(socket, Direction.OUT, deflated);
                see(writer, clock, socket, Direction.OUT, MessageKind.TEXT, at, deflated.length, true, "");
                at += deflated.length;
            }
            traffic.body(socket, Direction.IN, new byte[] {0, 1, (byte) 0xFF});
            see(writer, clock, socket, Direction.IN, MessageKind.BINARY, 0, 3, false, "");
            see(writer, clock, socket, Direction.IN, MessageKind.PING, -1, 2, false, "6869");
            see(writer, clock, socket, Direction.IN, MessageKind.CLOSE, -1, 5, false, "1000 bye");
            traffic.end(socket, null);
            long stream = traffic.request(connection, "GET", "/events", headers());
            traffic.response(
                    stream,
                    200,
                    headers("Content-Type", "text/event-stream"),
                    bytes("data: one\n\nevent: price\nid: 42\ndata: {\"EUR\": 1}\ndata: two\n\n"));
            traffic.close(connection, 1, 1, null);
        }
        return file;
    }

    private static void see(
            CaptureWriter writer,
            FlowClock clock,
            long exchange,
            Direction direction,
            MessageKind kind,
            long offset,
            long length,
            boolean compressed,
            String detail) {
        writer.emit(new MessageSeen(
                exchange, clock.now(), clock.now(), direction, kind, offset, length, compressed, detail));
    }

    /** As RFC 7692 section 7.2.1 has it: flushed, without the last four bytes. */
    private static byte[] deflated(Deflater deflater, byte[] plain) {
        deflater.setInput(plain);
        byte[] out = new byte[1_000];
        int length = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
        return Arrays.copyOf(out, length - 4);
    }
}
