package io.jvmtap.dissect.http2;

import io.jvmtap.flow.Header;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Decodes the header blocks of one direction, which must all be decoded, in order (RFC 7541). How large its table is, the
 * sender says in the blocks; whether the receiver allowed that is the receiver's to judge.
 */
final class HpackDecoder {
    /**
     * The most that one block may decode to, counted as RFC 9113 section 6.5.2 does. As with HTTP/1; servers take 8 to
     * 64 KiB. Without it a few bytes could stand for any length.
     */
    static final int MAX_LIST = 1024 * 1024;

    /** A number never needs more bytes than this where it fits 28 bits; no valid index or length is larger. */
    private static final int MOST_SHIFT = 21;

    /** Room for the usual strings stays; more is let go, so that one long head does not stay for the connection's life. */
    private static final int USUAL_STRING = 4 * 1024;

    private static final byte[] NONE = {};

    private final HpackTable table = new HpackTable();
    private byte[] scratch = NONE;
    private byte[] block = NONE;
    private int next;
    private int end;
    private int total;

    List<Header> decode(byte[] bytes, int from, int to) throws NotHttp2 {
        block = bytes;
        next = from;
        end = to;
        total = 0;
        List<Header> fields = new ArrayList<>(16);
        while (next < end) {
            int first = block[next] & 0xFF;
            if (first >= 0x80) {
                add(fields, table.get(number(7)));
            } else if (first >= 0x40) {
                Header field = literal(6);
                add(fields, field);
                table.add(field);
            } else if (first >= 0x20) {
                table.resize(number(5));
            } else {
                add(fields, literal(4)); // whether it may ever be indexed (section 6.2.3) is for those who write
            }
        }
        block = NONE;
        return fields;
    }

    private void add(List<Header> fields, Header field) throws NotHttp2 {
        total += HpackTable.size(field);
        if (total > MAX_LIST) {
            throw new NotHttp2("a head of more than " + MAX_LIST + " bytes");
        }
        fields.add(field);
    }

    /** A field whose value, and mostly whose name, stands in the block (section 6.2). */
    private Header literal(int bits) throws NotHttp2 {
        int index = number(bits);
        String name = index == 0 ? string() : table.get(index).name();
        return new Header(name, string());
    }

    /** RFC 7541 section 5.1. */
    private int number(int bits) throws NotHttp2 {
        int mask = (1 << bits) - 1;
        int number = octet() & mask;
        if (number < mask) {
            return number;
        }
        int shift = 0;
        int more;
        do {
            if (shift > MOST_SHIFT) {
                throw new NotHttp2("a number that is too large in a header block");
            }
            more = octet();
            number += (more & 0x7F) << shift;
            shift += 7;
        } while (more >= 0x80);
        return number;
    }

    /** RFC 7541 section 5.2; each byte becomes one char. */
    private String string() throws NotHttp2 {
        if (next == end) {
            throw new NotHttp2("a header block that ends within a field");
        }
        boolean huffman = block[next] < 0;
        int length = number(7);
        if (length > end - next) {
            throw new NotHttp2("a header block that ends within a field");
        }
        int start = next;
        next += length;
        if (!huffman) {
            return new String(block, start, length, StandardCharsets.ISO_8859_1);
        }
        int room = length / 5 * 8 + 8;
        if (room > scratch.length) {
            scratch = new byte[Math.max(room, 256)];
        }
        int decoded = Huffman.decode(block, start, next, scratch);
        String text = new String(scratch, 0, decoded, StandardCharsets.ISO_8859_1);
        if (scratch.length > USUAL_STRING) {
            scratch = NONE;
        }
        return text;
    }

    private int octet() throws NotHttp2 {
        if (next == end) {
            throw new NotHttp2("a header block that ends within a field");
        }
        return block[next++] & 0xFF;
    }
}
