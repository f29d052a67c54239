package io.jvmtap.hook.boot;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.nio.charset.Charset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes one control frame: {@code u8 type, u32 length, fields} (WIRE.md section 4). One use, one thread. */
public final class Fields {
    /** {@code StandardCharsets} would do as well; this one is loaded on every JVM. */
    static final Charset UTF_8 = Charset.forName("UTF-8");

    /** Longest text in a frame; exception messages can be huge, and a frame may hold 1 MiB at most. */
    public static final int MAX_TEXT = 16 * 1024;

    private final int type;
    private final ByteArrayOutputStream payload = new ByteArrayOutputStream(128);

    public Fields(int type) {
        this.type = type;
    }

    public Fields bytes(int id, byte[] value) {
        payload.write(id);
        u32(payload, value.length);
        payload.write(value, 0, value.length);
        return this;
    }

    /** Nothing is written for null. */
    public Fields text(int id, @Nullable String value) {
        if (value == null) {
            return this;
        }
        String cut = value.length() > MAX_TEXT ? value.substring(0, MAX_TEXT) : value;
        return bytes(id, cut.getBytes(UTF_8));
    }

    public Fields u64(int id, long value) {
        byte[] bytes = new byte[8];
        for (int i = 0; i < 8; i++) {
            bytes[i] = (byte) (value >>> (56 - 8 * i));
        }
        return bytes(id, bytes);
    }

    public Fields u16(int id, int value) {
        return bytes(id, new byte[] {(byte) (value >>> 8), (byte) value});
    }

    public Fields flag(int id, boolean value) {
        return bytes(id, new byte[] {(byte) (value ? 1 : 0)});
    }

    public Fields addresses(int id, List<InetAddress> value) {
        return bytes(id, encode(value));
    }

    /** The whole frame. */
    public byte[] frame() {
        byte[] body = payload.toByteArray();
        ByteArrayOutputStream out = new ByteArrayOutputStream(5 + body.length);
        out.write(type);
        u32(out, body.length);
        out.write(body, 0, body.length);
        return out.toByteArray();
    }

    /** {@code ADDRESSES} of WIRE.md: family and bytes of each, in order. */
    static byte[] encode(List<InetAddress> addresses) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(5 * addresses.size());
        for (InetAddress address : addresses) {
            byte[] raw = address.getAddress();
            out.write(raw.length == 4 ? 4 : 6);
            out.write(raw, 0, raw.length);
        }
        return out.toByteArray();
    }

    private static void u32(ByteArrayOutputStream out, int value) {
        out.write(value >>> 24);
        out.write(value >>> 16);
        out.write(value >>> 8);
        out.write(value);
    }
}
