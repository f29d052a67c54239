package io.jvmtap.hook;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The proxy's side of WIRE.md, written from that page alone: accepts, notes what comes, and relays to where it belongs. */
final class TestProxy implements Closeable {
    static final byte[] TOKEN = new byte[32];

    static {
        for (int i = 0; i < TOKEN.length; i++) {
            TOKEN[i] = (byte) i;
        }
    }

    /** In place of a verdict: none comes. */
    static final int NEVER = 1000;

    /** How it treats redirected connections. */
    enum Manner {
        RELAY,
        /** Accepts, and never says anything: a stopped process. */
        SILENT_TO_CONNECTIONS,
        /** Answers with a proof of another key. */
        IMPOSTOR,
        /** Acknowledges, then closes. */
        VANISHING,
        /** Relays one connection, then dies with everything. */
        DYING
    }

    /** One redirected connection as its preface told it. */
    record Redirected(String authority, InetAddress destination, int port, Map<Integer, byte[]> tlvs) {
        byte[] bytes(int type) {
            return tlvs.getOrDefault(type, new byte[0]);
        }

        String text(int type) {
            return new String(bytes(type), StandardCharsets.UTF_8);
        }
    }

    /** One control frame. */
    record Frame(int type, Map<Integer, List<byte[]>> fields) {
        List<byte[]> each(int id) {
            return fields.getOrDefault(id, List.of());
        }

        byte[] bytes(int id) {
            return each(id).isEmpty() ? new byte[0] : each(id).get(0);
        }

        String text(int id) {
            return new String(bytes(id), StandardCharsets.UTF_8);
        }
    }

    final List<Redirected> redirected = new CopyOnWriteArrayList<>();
    final List<Frame> frames = new CopyOnWriteArrayList<>();
    final ByteArrayOutputStream afterImpostorsAck = new ByteArrayOutputStream();
    final CountDownLatch bye = new CountDownLatch(1);
    volatile Manner manner = Manner.RELAY;
    volatile int verdict = -1;
    volatile boolean answersPings = true;
    private volatile OutputStream control = OutputStream.nullOutputStream();

    private final ServerSocket server = new ServerSocket(0, 500, InetAddress.getByName("127.0.0.1"));
    private final List<Socket> open = new CopyOnWriteArrayList<>();

    TestProxy() throws IOException {
        start(this::acceptAll);
    }

    int port() {
        return server.getLocalPort();
    }

    List<Frame> frames(int type) {
        return frames.stream().filter(frame -> frame.type() == type).toList();
    }

    /** Waits for the next frame of a type, behind those that came before. */
    Frame await(int type, int before) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        synchronized (frames) {
            while (frames(type).size() <= before) {
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (left <= 0) {
                    throw new AssertionError("no frame " + type + " among " + frames);
                }
                frames.wait(left);
            }
            return frames(type).get(before);
        }
    }

    /** Sends DETACH, and waits until the agent has let go. */
    void detach() throws IOException, InterruptedException {
        int before = frames(0x0F).size();
        control.write(new byte[] {0x44, 0, 0, 0, 0});
        await(0x0F, before);
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "test-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private void acceptAll() {
        try {
            while (true) {
                Socket socket = server.accept();
                open.add(socket);
                start(() -> serve(socket));
            }
        } catch (IOException closed) {
            // The end of the test.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] head = in.readNBytes(16);
            if (head.length < 16) {
                return;
            }
            byte[] rest = in.readNBytes(ByteBuffer.wrap(head).getShort(14) & 0xFFFF);
            if (head[12] == 0x20) {
                control(socket, in, tlvs(rest, 0));
            } else {
                redirect(socket, in, head[13] == 0x11 ? 4 : 16, rest);
            }
        } catch (IOException | RuntimeException ended) {
            // Peers may end as they like.
        }
    }

    private static Map<Integer, byte[]> tlvs(byte[] rest, int from) {
        Map<Integer, byte[]> tlvs = new TreeMap<>();
        ByteBuffer in = ByteBuffer.wrap(rest).position(from);
        while (in.hasRemaining()) {
            int type = in.get() & 0xFF;
            byte[] value = new byte[in.getShort() & 0xFFFF];
            in.get(value);
            if (tlvs.put(type, value) != null) {
                throw new IllegalStateException("TLV twice");
            }
        }
        return tlvs;
    }

    private byte[] ack(byte[] id) {
        byte[] key = manner == Manner.IMPOSTOR ? new byte[32] : TOKEN;
        byte[] proof = hmac(key, "jvmtap-ack-1".getBytes(StandardCharsets.US_ASCII), id, new byte[1]);
        return ByteBuffer.allocate(24)
                .put("JTAK".getBytes(StandardCharsets.US_ASCII))
                .put(new byte[] {1, 0, 0, 0})
                .put(proof, 0, 16)
                .array();
    }

    static byte[] hmac(byte[] key, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (java.security.GeneralSecurityException never) {
            throw new IllegalStateException(never);
        }
    }

    private void redirect(Socket socket, DataInputStream in, int length, byte[] rest) throws IOException {
        Map<Integer, byte[]> tlvs = tlvs(rest, 2 * length + 4);
        InetAddress destination = InetAddress.getByAddress(Arrays.copyOfRange(rest, length, 2 * length));
        int sourcePort = ByteBuffer.wrap(rest).getShort(2 * length) & 0xFFFF;
        int port = ByteBuffer.wrap(rest).getShort(2 * length + 2) & 0xFFFF;
        byte[] ports = Arrays.copyOfRange(rest, 2 * length, 2 * length + 4);
        byte[] id = tlvs.getOrDefault(5, new byte[0]);
        byte[] proof =
                hmac(TOKEN, "jvmtap-preface-1".getBytes(StandardCharsets.US_ASCII), new byte[] {0x21}, id, ports);
        if (!MessageDigest.isEqual(proof, tlvs.getOrDefault(0xE0, new byte[0])) || sourcePort != socket.getPort()) {
            throw new IllegalStateException("bad proof");
        }
        String authority = new String(tlvs.getOrDefault(2, new byte[0]), StandardCharsets.UTF_8);
        redirected.add(new Redirected(authority, destination, port, tlvs));
        if (manner == Manner.SILENT_TO_CONNECTIONS) {
            in.read();
            return;
        }
        OutputStream out = socket.getOutputStream();
        // In two parts, so that the agent must wait for the rest.
        byte[] ack = ack(id);
        out.write(ack, 0, 10);
        out.flush();
        out.write(ack, 10, 14);
        if (manner == Manner.IMPOSTOR) {
            in.transferTo(afterImpostorsAck);
            return;
        }
        if (manner == Manner.VANISHING) {
            return;
        }
        if (verdict == NEVER) {
            in.read();
            return;
        }
        if (verdict >= 0) {
            out.write(verdict);
            return;
        }
        if (manner == Manner.DYING) {
            // Before the program can ask for another one.
            server.close();
        }
        relay(socket, in, destination, port);
        if (manner == Manner.DYING) {
            close();
        }
    }

    private void relay(Socket socket, InputStream in, InetAddress destination, int port) throws IOException {
        OutputStream out = socket.getOutputStream();
        Socket upstream;
        try {
            upstream = new Socket(destination, port);
        } catch (IOException refused) {
            out.write(1);
            return;
        }
        try (upstream) {
            out.write(0);
            start(() -> {
                try {
                    in.transferTo(upstream.getOutputStream());
                    upstream.shutdownOutput();
                } catch (IOException ended) {
                    // The other direction sees it too.
                }
            });
            upstream.getInputStream().transferTo(out);
            socket.shutdownOutput();
        }
    }

    private void control(Socket socket, DataInputStream in, Map<Integer, byte[]> tlvs) throws IOException {
        OutputStream out = socket.getOutputStream();
        Manner asked = manner;
        manner = Manner.RELAY;
        out.write(ack(tlvs.getOrDefault(5, new byte[0])));
        manner = asked;
        control = out;
        while (true) {
            int type = in.readUnsignedByte();
            byte[] payload = in.readNBytes(in.readInt());
            Frame frame = new Frame(type, fields(payload));
            synchronized (frames) {
                frames.add(frame);
                frames.notifyAll();
            }
            if (type == 0x0F) {
                // None of its connections is open here: it is free to forget us.
                return;
            }
            if (type == 0x07 && answersPings) {
                out.write(0x47);
                out.write(ByteBuffer.allocate(4).putInt(payload.length).array());
                out.write(payload);
            }
            if (type == 0x0D) {
                out.write(listening(frame));
            }
            if (type == 0x09) {
                bye.countDown();
                return;
            }
        }
    }

    /** As if it listened on one address for each; the programs of the tests do not connect there. */
    private static byte[] listening(Frame asked) {
        byte[] request = asked.bytes(1);
        byte[] given = new byte[] {4, 127, 64, 0, 1};
        return ByteBuffer.allocate(5 + 5 + request.length + 5 + given.length)
                .put((byte) 0x4D)
                .putInt(5 + request.length + 5 + given.length)
                .put((byte) 1)
                .putInt(request.length)
                .put(request)
                .put((byte) 2)
                .putInt(given.length)
                .put(given)
                .array();
    }

    static Map<Integer, List<byte[]>> fields(byte[] payload) {
        Map<Integer, List<byte[]>> fields = new TreeMap<>();
        ByteBuffer in = ByteBuffer.wrap(payload);
        while (in.hasRemaining()) {
            int id = in.get();
            byte[] value = new byte[in.getInt()];
            in.get(value);
            fields.computeIfAbsent(id, any -> new ArrayList<>()).add(value);
        }
        return fields;
    }

    static String tokenHex() {
        return HexFormat.of().formatHex(TOKEN);
    }

    boolean saidBye() {
        try {
            return bye.await(5, TimeUnit.SECONDS);
        } catch (InterruptedException stopped) {
            throw new UncheckedIOException(new IOException(stopped));
        }
    }
}
