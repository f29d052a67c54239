package io.jvmtap.hook;

import java.io.Closeable;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A name server on loopback (RFC 1035): {@code only-dns...} has the IPv4 address 127.0.0.1, and no other name exists. */
final class NameServer implements Closeable {
    private static final int TYPE_A = 1;
    private static final int HEADER = 12;
    private final DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());

    NameServer() throws IOException {
        Thread thread = new Thread(this::serve, "name-server");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return socket.getLocalPort();
    }

    private void serve() {
        try {
            while (true) {
                DatagramPacket packet = new DatagramPacket(new byte[512], 512);
                socket.receive(packet);
                byte[] answer = answer(Arrays.copyOf(packet.getData(), packet.getLength()));
                socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            }
        } catch (IOException closed) {
            // The end of the test.
        }
    }

    private static byte[] answer(byte[] query) {
        int end = HEADER;
        while (query[end] != 0) {
            end += query[end] + 1;
        }
        end += 5;
        byte[] question = Arrays.copyOfRange(query, HEADER, end);
        boolean known = new String(question, StandardCharsets.ISO_8859_1).contains("only-dns");
        boolean answers = known && query[end - 3] == TYPE_A;
        ByteBuffer out = ByteBuffer.allocate(512);
        out.put(query, 0, 2).putShort((short) (known ? 0x8580 : 0x8583));
        out.putShort((short) 1).putShort((short) (answers ? 1 : 0)).putInt(0).put(question);
        if (answers) {
            // The name of the question, type A, class IN, 60 seconds, 4 bytes.
            out.putShort((short) 0xC00C).putShort((short) TYPE_A).putShort((short) 1);
            out.putInt(60).putShort((short) 4).put(new byte[] {127, 0, 0, 1});
        }
        return Arrays.copyOf(out.array(), out.position());
    }

    @Override
    public void close() {
        socket.close();
    }
}
