package io.jvmtap.entry;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Speaks the agent's side of WIRE.md, written from the document and not from the code under test. */
public final class FakeAgent {
    private static final byte[] SIGNATURE = HexFormat.of().parseHex("0D0A0D0A000D0A515549540A");
    private static final long JVM = 0x0123456789ABCDEFL;

    private final int proxyPort;
    private final byte[] token;
    private final AtomicLong count = new AtomicLong();

    /** @param token 64 hex digits, as the session file has it */
    public FakeAgent(int proxyPort, String token) {
        this.proxyPort = proxyPort;
        this.token = HexFormat.of().parseHex(token);
    }

    /** A redirected connection, its ACK read and found good, its verdict not read yet. */
    public Socket redirect(String host, InetAddress real, int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxyPort);
        send(socket, host, real, port, count.incrementAndGet(), token);
        return socket;
    }

    /** As {@link #redirect}, with another token. */
    public Socket redirectWith(String otherToken, String host, InetAddress real, int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxyPort);
        send(socket, host, real, port, count.incrementAndGet(), HexFormat.of().parseHex(otherToken));
        return socket;
    }

    /** The control connection, greeted; frames can be written. */
    public Socket control(String label) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxyPort);
        byte[] id = ByteBuffer.allocate(16).putLong(JVM).putLong(0).array();
        ByteBuffer tlvs = ByteBuffer.allocate(512);
        tlv(tlvs, 0x05, id);
        tlv(tlvs, 0xE0, proof(token, 0x20, id, socket.getLocalPort(), 0));
        tlv(tlvs, 0xE5, label.getBytes(StandardCharsets.UTF_8));
        tlv(tlvs, 0xE8, new byte[] {1});
        ByteBuffer preface = ByteBuffer.allocate(16 + tlvs.position());
        preface.put(SIGNATURE).put((byte) 0x20).put((byte) 0).putShort((short) tlvs.position());
        preface.put(tlvs.flip());
        socket.getOutputStream().write(preface.array());
        expectAck(socket);
        return socket;
    }

    /** Reads the frame that greets a control connection. */
    public static void expectWelcome(Socket control) throws IOException {
        DataInputStream in = new DataInputStream(control.getInputStream());
        int type = in.read();
        if (type != 0x41) {
            throw new IOException("frame " + type);
        }
        in.skipNBytes(in.readInt());
    }

    public static void expectAck(Socket socket) throws IOException {
        int status = ackStatus(socket);
        if (status != 0) {
            throw new IOException("ACK status " + status);
        }
    }

    public static int ackStatus(Socket socket) throws IOException {
        byte[] ack = new byte[24];
        new DataInputStream(socket.getInputStream()).readFully(ack);
        return ack[5];
    }

    private static void send(Socket socket, String host, InetAddress real, int port, long count, byte[] token)
            throws IOException {
        byte[] id = ByteBuffer.allocate(16).putLong(JVM).putLong(count).array();
        byte[] address = real.getAddress();
        ByteBuffer body = ByteBuffer.allocate(2048);
        body.put(address.length == 4 ? new byte[] {127, 0, 0, 1} : new byte[16]);
        body.put(address);
        body.putShort((short) socket.getLocalPort()).putShort((short) port);
        tlv(body, 0x02, host.getBytes(StandardCharsets.UTF_8));
        tlv(body, 0x05, id);
        tlv(body, 0xE0, proof(token, 0x21, id, socket.getLocalPort(), port));
        tlv(body, 0xE3, "worker-1".getBytes(StandardCharsets.UTF_8));
        tlv(body, 0xE4, "a.B.c(B.java:7)".getBytes(StandardCharsets.UTF_8));
        tlv(body, 0xE8, new byte[] {1});
        ByteBuffer preface = ByteBuffer.allocate(16 + body.position());
        preface.put(SIGNATURE).put((byte) 0x21).put((byte) (address.length == 4 ? 0x11 : 0x21));
        preface.putShort((short) body.position()).put(body.flip());
        socket.getOutputStream().write(preface.array());
    }

    private static void tlv(ByteBuffer to, int type, byte[] value) {
        to.put((byte) type).putShort((short) value.length).put(value);
    }

    private static byte[] proof(byte[] token, int command, byte[] id, int sourcePort, int port) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(token, "HmacSHA256"));
            mac.update("jvmtap-preface-1".getBytes(StandardCharsets.US_ASCII));
            mac.update((byte) command);
            mac.update(id);
            return mac.doFinal(ByteBuffer.allocate(4)
                    .putShort((short) sourcePort)
                    .putShort((short) port)
                    .array());
        } catch (GeneralSecurityException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }
}
