package io.jvmtap.view.body;

import java.time.Instant;

/** MessagePack (github.com/msgpack/msgpack, spec.md) in JSON's looks, laid out over lines. */
public final class MessagePackText {
    /** The format sets no bound; deeper nesting is an attack on whoever shows it. */
    private static final int DEEPEST = 200;

    private final Binary in;
    private final Indented out = new Indented();
    private int depth;

    private MessagePackText(Binary in) {
        this.in = in;
    }

    /** One value, or several in a row. */
    public static String of(byte[] bytes, int length) {
        MessagePackText text = new MessagePackText(new Binary(bytes, length));
        while (text.in.more()) {
            text.value();
        }
        return text.out.toString();
    }

    private void value() {
        if (++depth > DEEPEST) {
            throw new IllegalArgumentException("it is nested too deeply");
        }
        int first = in.u8();
        if (first < 0x80) {
            out.raw(Integer.toString(first));
        } else if (first < 0x90) {
            map(first & 0xF);
        } else if (first < 0xA0) {
            array(first & 0xF);
        } else if (first < 0xC0) {
            out.string(in.text(first & 0x1F));
        } else if (first >= 0xE0) {
            out.raw(Integer.toString((byte) first));
        } else {
            other(first);
        }
        depth--;
    }

    private void other(int first) {
        switch (first) {
            case 0xC0 -> out.raw("null");
            case 0xC2 -> out.raw("false");
            case 0xC3 -> out.raw("true");
            case 0xC4 -> out.raw(Binary.hex(in.take(in.u8())));
            case 0xC5 -> out.raw(Binary.hex(in.take(in.u16())));
            case 0xC6 -> out.raw(Binary.hex(in.take(in.u32())));
            case 0xC7 -> extension(in.u8());
            case 0xC8 -> extension(in.u16());
            case 0xC9 -> extension(in.u32());
            case 0xCA -> out.raw(Float.toString(Float.intBitsToFloat((int) in.u32())));
            case 0xCB -> out.raw(Double.toString(Double.longBitsToDouble(in.i64())));
            case 0xCC -> out.raw(Integer.toString(in.u8()));
            case 0xCD -> out.raw(Integer.toString(in.u16()));
            case 0xCE -> out.raw(Long.toString(in.u32()));
            case 0xCF -> out.raw(Long.toUnsignedString(in.i64()));
            case 0xD0 -> out.raw(Integer.toString((byte) in.u8()));
            case 0xD1 -> out.raw(Integer.toString((short) in.u16()));
            case 0xD2 -> out.raw(Integer.toString((int) in.u32()));
            case 0xD3 -> out.raw(Long.toString(in.i64()));
            case 0xD4, 0xD5, 0xD6, 0xD7, 0xD8 -> extension(1L << first - 0xD4);
            case 0xD9 -> out.string(in.text(in.u8()));
            case 0xDA -> out.string(in.text(in.u16()));
            case 0xDB -> out.string(in.text(in.u32()));
            case 0xDC -> array(in.u16());
            case 0xDD -> array(in.u32());
            case 0xDE -> map(in.u16());
            case 0xDF -> map(in.u32());
            default -> throw new IllegalArgumentException("no value of MessagePack begins so");
        }
    }

    private void array(long count) {
        out.open('[');
        for (long i = 0; i < count; i++) {
            value();
        }
        out.close(']');
    }

    private void map(long count) {
        out.open('{');
        for (long i = 0; i < count; i++) {
            value();
            out.key();
            value();
        }
        out.close('}');
    }

    /** Type -1 is a moment; the others are the programs' own. */
    private void extension(long length) {
        int type = (byte) in.u8();
        byte[] bytes = in.take(length);
        Binary inside = new Binary(bytes, bytes.length);
        if (type != -1) {
            out.raw("extension(" + type + ", " + Binary.hex(bytes) + ")");
        } else if (length == 4) {
            out.raw(Instant.ofEpochSecond(inside.u32()).toString());
        } else if (length == 8) {
            long packed = inside.i64();
            out.raw(Instant.ofEpochSecond(packed & 0x3_FFFF_FFFFL, packed >>> 34)
                    .toString());
        } else if (length == 12) {
            long nanos = inside.u32();
            out.raw(moment(inside.i64(), nanos));
        } else {
            throw new IllegalArgumentException("no moment is so long");
        }
    }

    private static String moment(long seconds, long nanos) {
        try {
            return Instant.ofEpochSecond(seconds, nanos).toString();
        } catch (java.time.DateTimeException e) {
            return seconds + " s since 1970";
        }
    }
}
