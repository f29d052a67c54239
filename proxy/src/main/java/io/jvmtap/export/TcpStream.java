package io.jvmtap.export;

import io.jvmtap.flow.Direction;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** One connection as TCP packets (RFC 9293): its handshake, what was said, its end. */
final class TcpStream {
    /** Fits into one IP packet with room to spare; a reader puts them together anyway. */
    static final int MOST = 16 << 10;

    private static final int FIN = 1;
    private static final int SYN = 2;
    private static final int RST = 4;
    private static final int PSH = 8;
    private static final int ACK = 16;
    private static final int TCP = 6;
    private static final int TCP_HEADER = 20;

    /** One end of it. */
    private static final class End {
        private final byte[] address;
        private final int port;
        private int next;

        End(InetAddress address, int port, int first) {
            this.address = address.getAddress();
            this.port = port;
            next = first;
        }
    }

    private final PacketFile file;
    private final End program;
    private final End server;

    /** Addresses of one family. */
    TcpStream(PacketFile file, InetAddress from, int fromPort, InetAddress to, int toPort) {
        this.file = file;
        program = new End(from, fromPort, 1_000);
        server = new End(to, toPort, 5_000);
    }

    void open(long micros, @Nullable String comment) throws IOException {
        send(micros, program, server, SYN, new byte[0], comment);
        send(micros, server, program, SYN | ACK, new byte[0], null);
        send(micros, program, server, ACK, new byte[0], null);
    }

    void data(long micros, Direction direction, byte[] bytes, @Nullable String comment) throws IOException {
        End from = direction == Direction.OUT ? program : server;
        End to = direction == Direction.OUT ? server : program;
        for (int at = 0; at < bytes.length; at += MOST) {
            byte[] part = java.util.Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + MOST));
            send(micros, from, to, PSH | ACK, part, at == 0 ? comment : null);
        }
    }

    /** @param reset whether it broke off */
    void close(long micros, boolean reset, @Nullable String comment) throws IOException {
        if (reset) {
            send(micros, server, program, RST | ACK, new byte[0], comment);
            return;
        }
        send(micros, program, server, FIN | ACK, new byte[0], comment);
        send(micros, server, program, FIN | ACK, new byte[0], null);
        send(micros, program, server, ACK, new byte[0], null);
    }

    private void send(long micros, End from, End to, int flags, byte[] data, @Nullable String comment)
            throws IOException {
        byte[] packet = packet(from, to, flags, data);
        file.packet(micros, packet, comment);
        from.next += data.length + ((flags & (SYN | FIN)) == 0 ? 0 : 1);
    }

    private static byte[] packet(End from, End to, int flags, byte[] data) {
        int length = TCP_HEADER + data.length;
        boolean four = from.address.length == 4;
        int header = four ? 20 : 40;
        ByteBuffer packet = ByteBuffer.allocate(header + length);
        if (four) {
            packet.put((byte) 0x45)
                    .put((byte) 0)
                    .putShort((short) (header + length))
                    .putInt(0x4000);
            packet.put((byte) 64)
                    .put((byte) TCP)
                    .putShort((short) 0)
                    .put(from.address)
                    .put(to.address);
            packet.putShort(10, (short) checksum(packet.array(), 0, header, 0));
        } else {
            packet.putInt(6 << 28).putShort((short) length).put((byte) TCP).put((byte) 64);
            packet.put(from.address).put(to.address);
        }
        packet.putShort((short) from.port).putShort((short) to.port).putInt(from.next);
        packet.putInt((flags & ACK) == 0 ? 0 : to.next);
        packet.putShort((short) (TCP_HEADER / 4 << 12 | flags))
                .putShort((short) 0xFFFF)
                .putInt(0)
                .put(data);
        int pseudo = sum(from.address, 0, from.address.length) + sum(to.address, 0, to.address.length) + TCP + length;
        packet.putShort(header + 16, (short) checksum(packet.array(), header, length, pseudo));
        return packet.array();
    }

    /** RFC 1071. */
    private static int checksum(byte[] bytes, int offset, int length, int start) {
        long sum = start + (long) sum(bytes, offset, length);
        while (sum >> 16 != 0) {
            sum = (sum & 0xFFFF) + (sum >> 16);
        }
        return (int) ~sum & 0xFFFF;
    }

    private static int sum(byte[] bytes, int offset, int length) {
        int sum = 0;
        for (int i = 0; i < length; i++) {
            sum += (bytes[offset + i] & 0xFF) << (i % 2 == 0 ? 8 : 0);
        }
        return sum;
    }
}
