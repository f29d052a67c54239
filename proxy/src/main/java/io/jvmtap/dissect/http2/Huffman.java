package io.jvmtap.dissect.http2;

import java.util.Arrays;

/**
 * HPACK's Huffman code (RFC 7541 appendix B), decoded half a byte at a time: the states are the inner nodes of the
 * code's tree, and as no code is shorter than 5 bits, half a byte brings one symbol at most.
 */
final class Huffman {
    /** Lengths of the codes in bits, symbol by symbol; the code is canonical, so they are all that need be known. */
    private static final byte[] LENGTHS = {
        13, 23, 28, 28, 28, 28, 28, 28, 28, 24, 30, 28, 28, 30, 28, 28, //
        28, 28, 28, 28, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 28, //
        6, 10, 10, 12, 13, 6, 8, 11, 10, 10, 8, 11, 8, 6, 6, 6, //
        5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 7, 8, 15, 6, 12, 10, //
        13, 6, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, //
        7, 7, 7, 7, 7, 7, 7, 7, 8, 7, 8, 13, 19, 13, 14, 6, //
        15, 5, 6, 5, 6, 5, 6, 6, 6, 5, 7, 7, 6, 6, 6, 5, //
        6, 7, 6, 5, 5, 6, 7, 7, 7, 7, 7, 15, 11, 14, 13, 28, //
        20, 22, 20, 20, 22, 22, 22, 23, 22, 23, 23, 23, 23, 23, 24, 23, //
        24, 24, 22, 23, 24, 23, 23, 23, 23, 21, 22, 23, 22, 23, 23, 24, //
        22, 21, 20, 22, 22, 23, 23, 21, 23, 22, 22, 24, 21, 22, 23, 23, //
        21, 21, 22, 21, 23, 22, 23, 23, 20, 22, 22, 22, 23, 22, 22, 23, //
        26, 26, 20, 19, 22, 23, 22, 25, 26, 26, 26, 27, 27, 26, 24, 25, //
        19, 21, 26, 27, 27, 26, 27, 24, 21, 21, 26, 26, 28, 27, 27, 27, //
        20, 24, 20, 21, 22, 21, 21, 23, 22, 22, 25, 25, 24, 24, 26, 23, //
        26, 27, 26, 26, 27, 27, 27, 27, 27, 28, 27, 27, 27, 27, 27, 26, //
        30
    };

    private static final int END_OF_STRING = 256;
    private static final int LONGEST = 30;

    /** The most bits of padding (section 5.2). */
    private static final int MOST_PADDING = 7;

    /** The code's tree has as many inner nodes as symbols less one. */
    private static final int NODES = 256;

    private static final int NO_SYMBOL = -1;
    private static final int BROKEN = -1;

    /** For each state and half byte: the state after it, or {@link #BROKEN}. */
    private static final short[] NEXT = new short[NODES * 16];
    /** For each state and half byte: the symbol that it completes, or {@link #NO_SYMBOL}. */
    private static final short[] SYMBOL = new short[NODES * 16];
    /** Whether what came since the last symbol can be padding. */
    private static final boolean[] ENDS = new boolean[NODES];

    static {
        build(tree());
    }

    private Huffman() {}

    /**
     * @param to has room for 8 bytes out of every 5
     * @return how many bytes were written
     */
    static int decode(byte[] from, int start, int end, byte[] to) throws NotHttp2 {
        int state = 0;
        int length = 0;
        for (int i = start; i < end; i++) {
            for (int shift = 4; shift >= 0; shift -= 4) {
                int step = state << 4 | from[i] >> shift & 0xF;
                int symbol = SYMBOL[step];
                state = NEXT[step];
                if (state == BROKEN) {
                    throw new NotHttp2("a Huffman code that ends in the middle of a string");
                }
                if (symbol != NO_SYMBOL) {
                    to[length++] = (byte) symbol;
                }
            }
        }
        if (!ENDS[state]) {
            throw new NotHttp2("a Huffman code with wrong padding");
        }
        return length;
    }

    /** Children of each node: a node's number, or less than 0, the complement of a symbol. */
    private static int[][] tree() {
        int[][] children = new int[NODES][2];
        int nodes = 1;
        int code = 0;
        for (int bits = 1; bits <= LONGEST; bits++) {
            for (int symbol = 0; symbol < LENGTHS.length; symbol++) {
                if (LENGTHS[symbol] == bits) {
                    int node = 0;
                    for (int bit = bits - 1; bit > 0; bit--) {
                        int side = code >> bit & 1;
                        if (children[node][side] == 0) {
                            children[node][side] = nodes++;
                        }
                        node = children[node][side];
                    }
                    children[node][code & 1] = ~symbol;
                    code++;
                }
            }
            code <<= 1;
        }
        return children;
    }

    private static void build(int[][] children) {
        Arrays.fill(SYMBOL, (short) NO_SYMBOL);
        for (int state = 0; state < NODES; state++) {
            for (int half = 0; half < 16; half++) {
                int node = state;
                for (int bit = 3; bit >= 0 && node != BROKEN; bit--) {
                    int child = children[node][half >> bit & 1];
                    if (child >= 0) {
                        node = child;
                    } else if (~child == END_OF_STRING) {
                        node = BROKEN;
                    } else {
                        SYMBOL[state << 4 | half] = (short) ~child;
                        node = 0;
                    }
                }
                NEXT[state << 4 | half] = (short) node;
            }
        }
        int node = 0;
        for (int bits = 0; bits <= MOST_PADDING; bits++) {
            ENDS[node] = true;
            node = children[node][1];
        }
    }
}
