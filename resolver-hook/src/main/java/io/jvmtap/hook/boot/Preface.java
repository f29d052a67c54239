package io.jvmtap.hook.boot;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The first bytes on a connection to the proxy: a PROXY protocol v2 header (HAProxy {@code proxy-protocol.txt}, section
 * 2.2) with our TLVs (WIRE.md section 1). A plain bag of values, filled by one thread and then encoded.
 */
public final class Preface {
    /** Fits the first segment of a fresh loopback socket, so that one write suffices. WIRE.md section 1. */
    static final int MAX_BYTES = 4096;

    static final int ACK_BYTES = 24;
    private static final int VERSION = 1;
    private static final byte[] SIGNATURE = {0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A};
    private static final byte[] ACK_MAGIC = {'J', 'T', 'A', 'K', VERSION};
    private static final byte[] PREFACE_LABEL = "jvmtap-preface-1".getBytes(Fields.UTF_8);
    private static final byte[] ACK_LABEL = "jvmtap-ack-1".getBytes(Fields.UTF_8);
    private static final int PROXY = 0x21;
    private static final int LOCAL = 0x20;

    private final byte[] token;
    private final byte[] id;
    long pid;
    String label = "";
    String authority = "";
    String thread = "";
    List<String> frames = Collections.emptyList();
    List<InetAddress> addresses = Collections.emptyList();

    @Nullable
    String route;

    long waitMillis;

    Preface(byte[] token, byte[] id) {
        this.token = token;
        this.id = id;
    }

    /** The preface of the control connection, from this source port. */
    public static byte[] control(Session session, int sourcePort) {
        Preface preface = new Preface(session.token(), Identity.control());
        preface.pid = Identity.pid();
        preface.label = session.label();
        return preface.local(sourcePort);
    }

    /** Whether 24 bytes are an ACK of status 0 to the control connection. */
    public static boolean accepts(Session session, byte[] ack) {
        return accepts(session.token(), Identity.control(), ack);
    }

    /** Whether the first 24 bytes are an ACK of status 0 with good proof. */
    static boolean accepts(byte[] token, byte[] id, byte[] ack) {
        byte[] head = Arrays.copyOf(ACK_MAGIC, 8);
        byte[] proof = Arrays.copyOf(Proof.of(token, ACK_LABEL, id, new byte[1]), 16);
        return Arrays.equals(Arrays.copyOfRange(ack, 0, 8), head)
                && Arrays.equals(Arrays.copyOfRange(ack, 8, ACK_BYTES), proof);
    }

    byte[] local(int sourcePort) {
        ByteBuffer out = ByteBuffer.allocate(MAX_BYTES);
        head(out, LOCAL, 0);
        tlv(out, 0x05, id);
        tlv(out, 0xE0, proof(LOCAL, sourcePort, 0));
        tlv(out, 0xE2, u64(pid));
        text(out, 0xE5, label);
        tlv(out, 0xE8, new byte[] {VERSION});
        return finished(out);
    }

    /**
     * @param source the program's socket
     * @param destination the real address behind the one that the program chose
     * @param port the one that it asked for
     */
    byte[] proxy(InetSocketAddress source, InetAddress destination, int port) {
        byte[] to = destination.getAddress();
        ByteBuffer out = ByteBuffer.allocate(MAX_BYTES);
        head(out, PROXY, to.length == 4 ? 0x11 : 0x21);
        out.put(widened(source.getAddress().getAddress(), to.length)).put(to);
        out.putShort((short) source.getPort()).putShort((short) port);
        String shortAuthority = authority.length() > 255 ? authority.substring(0, 255) : authority;
        text(out, 0x02, shortAuthority);
        tlv(out, 0x05, id);
        tlv(out, 0xE0, proof(PROXY, source.getPort(), port));
        // What has a fixed size is set aside first; what does not fit is cut in the order of WIRE.md.
        String shortLabel = label.length() > 255 ? label.substring(0, 255) : label;
        int room = MAX_BYTES - out.position() - 256 * 3 - 64;
        byte[] thin = Fields.encode(addresses.isEmpty() ? addresses : addresses.subList(0, 1));
        byte[] wide = Fields.encode(addresses);
        wide = wide.length <= room ? wide : thin;
        room -= wide.length;
        byte[] name = thread.getBytes(Fields.UTF_8);
        name = name.length <= room ? name : new byte[0];
        room -= name.length;
        tlv(out, 0xE1, wide);
        tlv(out, 0xE2, u64(pid));
        tlv(out, 0xE3, name);
        tlv(out, 0xE4, joined(frames, room));
        text(out, 0xE5, shortLabel);
        if (route != null) {
            text(out, 0xE6, route);
        }
        if (waitMillis > 0) {
            tlv(out, 0xE7, Arrays.copyOfRange(u64(Math.min(waitMillis, 0xFFFFFFFFL)), 4, 8));
        }
        tlv(out, 0xE8, new byte[] {VERSION});
        return finished(out);
    }

    private byte[] proof(int command, int sourcePort, int destinationPort) {
        byte[] ports = {
            (byte) (sourcePort >>> 8), (byte) sourcePort, (byte) (destinationPort >>> 8), (byte) destinationPort
        };
        return Proof.of(token, PREFACE_LABEL, new byte[] {(byte) command}, id, ports);
    }

    private static void head(ByteBuffer out, int command, int family) {
        out.put(SIGNATURE).put((byte) command).put((byte) family).putShort((short) 0);
    }

    private static byte[] finished(ByteBuffer out) {
        out.putShort(14, (short) (out.position() - 16));
        return Arrays.copyOf(out.array(), out.position());
    }

    private static void text(ByteBuffer out, int type, String value) {
        tlv(out, type, value.getBytes(Fields.UTF_8));
    }

    /** Empty values are left out: their absence says the same. */
    private static void tlv(ByteBuffer out, int type, byte[] value) {
        if (value.length > 0) {
            out.put((byte) type).putShort((short) value.length).put(value);
        }
    }

    private static byte[] u64(long value) {
        return ByteBuffer.allocate(8).putLong(value).array();
    }

    /** An IPv4 source beside an IPv6 destination is written IPv4-mapped (RFC 4291, 2.5.5.2), and cut the other way. */
    private static byte[] widened(byte[] source, int length) {
        if (source.length == length) {
            return source;
        }
        if (length == 4) {
            return new byte[] {127, 0, 0, 1};
        }
        byte[] mapped = new byte[16];
        mapped[10] = (byte) 0xFF;
        mapped[11] = (byte) 0xFF;
        System.arraycopy(source, 0, mapped, 12, 4);
        return mapped;
    }

    /** Innermost first, one a line, as many as fit. */
    private static byte[] joined(List<String> frames, int room) {
        List<byte[]> lines = new ArrayList<byte[]>(frames.size());
        int length = 0;
        for (String frame : frames) {
            byte[] line = frame.getBytes(Fields.UTF_8);
            if (length + line.length + 1 > room) {
                break;
            }
            length += line.length + 1;
            lines.add(line);
        }
        ByteBuffer out = ByteBuffer.allocate(Math.max(0, length - 1));
        for (int i = 0; i < lines.size(); i++) {
            if (i > 0) {
                out.put((byte) '\n');
            }
            out.put(lines.get(i));
        }
        return out.array();
    }
}
