package io.jvmtap.export;

import io.jvmtap.flow.Direction;
import io.jvmtap.query.BypassRow;
import io.jvmtap.query.ConnectionDetail;
import io.jvmtap.query.ConnectionRow;
import io.jvmtap.query.ExchangeRow;
import io.jvmtap.query.HandshakeDetail;
import io.jvmtap.query.LogRow;
import io.jvmtap.query.RowFilter;
import io.jvmtap.record.CaptureReader;
import io.jvmtap.redact.Redaction;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.util.BitSet;
import java.util.List;

/**
 * Connections as TCP streams of what was said after TLS, one connection after the other, each as whole as the filter
 * lets it. HTTP is written anew from the record, HTTP/1 in its own form, HTTP/2 as frames, one exchange after the
 * other; opaque streams are as they were.
 */
public final class PcapngWriter implements ExportFormat {
    private static final int PAGE = 100;
    /** The program's own ports are not recorded; these are the usual ones for outgoing connections (RFC 6335). */
    private static final int FIRST_PORT = 49_152;

    private static final int PORTS = 16_384;

    @Override
    public void write(CaptureReader reader, RowFilter filter, Redaction redaction, OutputStream out)
            throws IOException {
        PacketFile file = new PacketFile(out);
        // Numbers of connections begin at 1 in each capture, so that a bit each is enough.
        BitSet written = new BitSet();
        Exchanges.rows(reader, filter, row -> {
            long connection = connection(row);
            if (connection > 0 && connection <= Integer.MAX_VALUE && !written.get((int) connection)) {
                written.set((int) connection);
                connection(reader, filter, redaction, file, connection);
            }
        });
        out.flush();
    }

    private static long connection(LogRow row) {
        if (row instanceof BypassRow) {
            return 0;
        }
        return row instanceof ExchangeRow exchange ? exchange.connection() : row.number();
    }

    private static void connection(
            CaptureReader reader, RowFilter filter, Redaction redaction, PacketFile file, long number)
            throws IOException {
        ConnectionDetail connection = reader.connection(number);
        if (connection == null) {
            return;
        }
        ConnectionRow row = connection.row();
        long started = row.started().epochMicros();
        InetAddress server = server(connection);
        InetAddress program = InetAddress.getByName(server.getAddress().length == 4 ? "127.0.0.1" : "::1");
        int port = connection.upstreamPort() > 0 ? connection.upstreamPort() : row.port();
        TcpStream tcp = new TcpStream(file, program, FIRST_PORT + (int) (number % PORTS), server, port);
        file.name(server.getAddress(), row.host());
        tcp.open(started + Math.max(0, connection.upstreamAfter()) / 1_000, opening(connection));
        ConversationBytes conversation = new ConversationBytes(reader, redaction, tcp, started);
        long last = 0;
        List<ExchangeRow> page;
        do {
            page = reader.exchangesOf(number, last, PAGE);
            for (ExchangeRow exchange : page) {
                last = exchange.number();
                if (filter.test(exchange, reader.contents())) {
                    conversation.exchange(exchange);
                }
            }
        } while (page.size() == PAGE);
        if (row.opaque() && filter.test(row, reader.contents())) {
            conversation.opaque(number);
        }
        if (row.ended()) {
            boolean reset = row.fault() != null;
            String remark = row.fault() == null
                    ? null
                    : row.fault().code() + ": " + row.fault().detail();
            tcp.close(Math.max(conversation.last(), started + row.closedAfter() / 1_000), reset, remark);
        }
    }

    /** Literal addresses are never looked up. */
    private static InetAddress server(ConnectionDetail connection) throws IOException {
        String address = connection.upstreamAddress();
        if (address == null && !connection.addresses().isEmpty()) {
            address = connection.addresses().get(0);
        }
        return InetAddress.getByName(address == null ? "0.0.0.0" : address);
    }

    private static String opening(ConnectionDetail connection) {
        ConnectionRow row = connection.row();
        StringBuilder text = new StringBuilder(row.id() + " to " + row.host() + ":" + row.port());
        for (HandshakeDetail handshake : connection.handshakes()) {
            if (handshake.side() == Direction.OUT && handshake.session() != null) {
                text.append(", ").append(handshake.session().protocol()).append(" taken off");
            }
        }
        if (!row.cause().label().isEmpty()) {
            text.append(", by ").append(row.cause().label());
        }
        return text.append("; the program's address and port are made up, and so are the packets")
                .toString();
    }
}
