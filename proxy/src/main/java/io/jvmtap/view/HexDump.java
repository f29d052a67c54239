package io.jvmtap.view;

/** Bytes as {@code hexdump -C} shows them. */
final class HexDump {
    private static final int ROW = 16;

    private HexDump() {}

    static String of(byte[] bytes, int length) {
        StringBuilder out = new StringBuilder();
        for (int row = 0; row < length; row += ROW) {
            hex(out, row, 8);
            out.append("  ");
            for (int i = row; i < row + ROW; i++) {
                if (i < length) {
                    hex(out, bytes[i] & 0xFF, 2);
                } else {
                    out.append("  ");
                }
                out.append(i == row + ROW / 2 - 1 ? "  " : " ");
            }
            out.append(" |");
            for (int i = row; i < Math.min(length, row + ROW); i++) {
                out.append(bytes[i] >= ' ' && bytes[i] < 0x7F ? (char) bytes[i] : '.');
            }
            out.append("|\n");
        }
        return out.toString();
    }

    private static void hex(StringBuilder out, int value, int digits) {
        for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
            out.append(Character.forDigit(value >> shift & 0xF, 16));
        }
    }
}
