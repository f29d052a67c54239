package io.jvmtap.export;

import io.jvmtap.Version;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Blocks of a pcapng file (IETF draft-ietf-opsawg-pcapng), little-endian, of one interface that carries bare IP packets. */
final class PacketFile {
    private static final int SECTION = 0x0A0D0D0A;
    private static final int INTERFACE = 1;
    private static final int NAMES = 4;
    private static final int PACKET = 6;
    private static final int BYTE_ORDER = 0x1A2B3C4D;
    /** LINKTYPE_RAW: a packet begins with its IPv4 or IPv6 header. */
    private static final short RAW_IP = 101;

    private static final short COMMENT = 1;
    private static final short APPLICATION = 4;
    private static final short NAME_IPV4 = 1;
    private static final short NAME_IPV6 = 2;

    private final OutputStream out;

    PacketFile(OutputStream out) throws IOException {
        this.out = out;
        byte[] application = option(APPLICATION, "jvmtap " + Version.NAME);
        ByteBuffer section = buffer(16 + application.length + 4);
        section.putInt(BYTE_ORDER).putShort((short) 1).putShort((short) 0).putLong(-1);
        block(SECTION, section.put(application).putInt(0));
        // Times are in microseconds unless an option says otherwise; 0: packets of any length.
        block(INTERFACE, buffer(8).putShort(RAW_IP).putShort((short) 0).putInt(0));
    }

    /** Says which name an address stands for. */
    void name(byte[] address, String host) throws IOException {
        byte[] name = (host + "\0").getBytes(StandardCharsets.UTF_8);
        int length = address.length + name.length;
        ByteBuffer names = buffer(4 + padded(length) + 4);
        names.putShort(address.length == 4 ? NAME_IPV4 : NAME_IPV6).putShort((short) length);
        names.put(address).put(name);
        names.position(4 + padded(length));
        block(NAMES, names.putInt(0));
    }

    void packet(long epochMicros, byte[] packet, @Nullable String comment) throws IOException {
        byte[] option = comment == null ? new byte[0] : option(COMMENT, comment);
        int options = comment == null ? 0 : option.length + 4;
        ByteBuffer body = buffer(20 + padded(packet.length) + options);
        body.putInt(0).putInt((int) (epochMicros >>> 32)).putInt((int) epochMicros);
        body.putInt(packet.length).putInt(packet.length).put(packet);
        body.position(20 + padded(packet.length));
        if (comment != null) {
            body.put(option).putInt(0);
        }
        block(PACKET, body);
    }

    private static byte[] option(short code, String text) {
        byte[] value = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer option = buffer(4 + padded(value.length));
        option.putShort(code).putShort((short) value.length).put(value);
        return option.array();
    }

    private void block(int type, ByteBuffer body) throws IOException {
        int length = 12 + body.capacity();
        ByteBuffer block =
                buffer(length).putInt(type).putInt(length).put(body.array()).putInt(length);
        out.write(block.array());
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int padded(int length) {
        return (length + 3) & ~3;
    }
}
