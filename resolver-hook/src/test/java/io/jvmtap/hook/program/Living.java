package io.jvmtap.hook.program;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** Does what its standard input says, one line an order and one line an answer, and so lives as long as a test wants. */
public final class Living {
    private Socket kept = new Socket();
    private InetAddress held = InetAddress.getLoopbackAddress();

    private Living() {}

    public static void main(String[] arguments) throws Exception {
        Living living = new Living();
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in));
        System.out.println("alive");
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            String[] words = order.split(" ");
            try {
                System.out.println(living.answer(words));
            } catch (IOException thrown) {
                System.out.println(thrown);
            }
        }
    }

    private String answer(String[] words) throws IOException {
        switch (words[0]) {
            case "get":
                return get(InetAddress.getByName(words[1]), Integer.parseInt(words[2]));
            case "keep":
                kept = new Socket(words[1], Integer.parseInt(words[2]));
                kept.getOutputStream().write("GET /kept HTTP/1.1\r\n".getBytes("US-ASCII"));
                return "kept";
            case "finish":
                kept.getOutputStream().write("\r\n".getBytes("US-ASCII"));
                String status = status(kept);
                kept.close();
                return status;
            case "hold":
                held = InetAddress.getByName(words[1]);
                return held.toString();
            case "use":
                return get(held, Integer.parseInt(words[1]));
            case "channel":
                return channel(Integer.parseInt(words[1]));
            case "datagram":
                return datagram();
            case "alone":
                return String.valueOf(awaitAlone());
            default:
                return "what?";
        }
    }

    private static String get(InetAddress address, int port) throws IOException {
        try (Socket socket = new Socket(address, port)) {
            socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes("US-ASCII"));
            return address + " " + status(socket);
        }
    }

    private String channel(int port) throws IOException {
        try (SocketChannel channel = SocketChannel.open(new InetSocketAddress(held, port))) {
            channel.write(ByteBuffer.wrap("GET / HTTP/1.1\r\n\r\n".getBytes("US-ASCII")));
            return status(channel.socket());
        }
    }

    /** To a socket at the real address: a datagram to one of ours would not arrive there. */
    private String datagram() throws IOException {
        try (DatagramSocket there = new DatagramSocket(0, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
                DatagramSocket here = new DatagramSocket()) {
            there.setSoTimeout(5000);
            here.send(new DatagramPacket(new byte[] {42}, 1, held, there.getLocalPort()));
            DatagramPacket got = new DatagramPacket(new byte[1], 1);
            there.receive(got);
            return "got " + got.getData()[0];
        }
    }

    /** Waits until no thread of jvmtap's is left. */
    private static boolean awaitAlone() {
        long end = System.nanoTime() + 10_000_000_000L;
        boolean alone = false;
        while (!alone && System.nanoTime() - end < 0) {
            alone = true;
            for (Thread thread : Thread.getAllStackTraces().keySet()) {
                alone &= !thread.getName().startsWith("jvmtap");
            }
        }
        return alone;
    }

    private static String status(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), "US-ASCII")).readLine();
    }
}
