package io.jvmtap.view.body;

import java.math.BigInteger;

/** CBOR in the diagnostic notation of RFC 8949 section 8, laid out over lines. */
public final class CborText {
    /** RFC 8949 sets no bound; deeper nesting is an attack on whoever shows it. */
    private static final int DEEPEST = 200;

    private static final int BREAK = 0xFF;
    private static final int INDEFINITE = 31;

    private final Binary in;
    private final Indented out = new Indented();
    private int depth;

    private CborText(Binary in) {
        this.in = in;
    }

    /** One value or a sequence of them (RFC 8742). */
    public static String of(byte[] bytes, int length) {
        CborText text = new CborText(new Binary(bytes, length));
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
        int info = first & 0x1F;
        switch (first >> 5) {
            case 0 -> out.raw(Long.toUnsignedString(argument(info)));
            case 1 ->
                out.raw(BigInteger.ONE
                        .negate()
                        .subtract(new BigInteger(Long.toUnsignedString(argument(info))))
                        .toString());
            case 2 -> bytes(info);
            case 3 -> text(info);
            case 4 -> items(info, '[', ']', 1);
            case 5 -> items(info, '{', '}', 2);
            case 6 -> tag(info);
            default -> simple(info);
        }
        depth--;
    }

    private long argument(int info) {
        return switch (info) {
            case 24 -> in.u8();
            case 25 -> in.u16();
            case 26 -> in.u32();
            case 27 -> in.i64();
            default -> {
                if (info > 27) {
                    throw new IllegalArgumentException("no length of CBOR is written so");
                }
                yield info;
            }
        };
    }

    private void bytes(int info) {
        if (info != INDEFINITE) {
            out.raw(Binary.hex(in.take(argument(info))));
            return;
        }
        out.open('(');
        while (in.peek() != BREAK) {
            value();
        }
        in.u8();
        out.close(')');
    }

    private void text(int info) {
        if (info != INDEFINITE) {
            out.string(in.text(argument(info)));
            return;
        }
        StringBuilder whole = new StringBuilder();
        while (in.peek() != BREAK) {
            int first = in.u8();
            if (first >> 5 != 3 || (first & 0x1F) == INDEFINITE) {
                throw new IllegalArgumentException("a piece of a text is none");
            }
            whole.append(in.text(argument(first & 0x1F)));
        }
        in.u8();
        out.string(whole.toString());
    }

    private void items(int info, char open, char close, int values) {
        out.open(open);
        long count = info == INDEFINITE ? Long.MAX_VALUE : argument(info);
        for (long i = 0; i < count || count < 0; i++) {
            if (info == INDEFINITE && in.peek() == BREAK) {
                in.u8();
                break;
            }
            value();
            if (values == 2) {
                out.key();
                value();
            }
        }
        out.close(close);
    }

    private void tag(int info) {
        out.attach(Long.toUnsignedString(argument(info)) + "(");
        value();
        out.append(")");
    }

    private void simple(int info) {
        switch (info) {
            case 20 -> out.raw("false");
            case 21 -> out.raw("true");
            case 22 -> out.raw("null");
            case 23 -> out.raw("undefined");
            case 24 -> out.raw("simple(" + in.u8() + ")");
            case 25 -> out.raw(half(in.u16()));
            case 26 -> out.raw(Float.toString(Float.intBitsToFloat((int) in.u32())));
            case 27 -> out.raw(Double.toString(Double.longBitsToDouble(in.i64())));
            default -> {
                if (info > 27) {
                    throw new IllegalArgumentException("no value of CBOR begins so");
                }
                out.raw("simple(" + info + ")");
            }
        }
    }

    /** RFC 8949 appendix D. */
    private static String half(int bits) {
        int exponent = bits >> 10 & 0x1F;
        int fraction = bits & 0x3FF;
        double value = exponent == 0
                ? Math.scalb((double) fraction, -24)
                : exponent != 31
                        ? Math.scalb((double) fraction + 1024, exponent - 25)
                        : fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
        return Double.toString((bits & 0x8000) == 0 ? value : -value);
    }
}
