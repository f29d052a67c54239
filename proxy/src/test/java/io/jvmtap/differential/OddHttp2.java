package io.jvmtap.differential;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What a program may say over HTTP/2 and hardly any does: padding, priorities, unknown frames, a head of 200 kB. */
final class OddHttp2 {
    private OddHttp2() {}

    static byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        frame(out, 4, 0, 0, new byte[] {0, 1, 0, 0, 0x10, 0, 0, 0x55, 0, 0, 0, 1}); // table size; an unknown setting
        frame(out, 0xBE, 0xFF, 0, "nobody knows this frame".getBytes(StandardCharsets.US_ASCII));
        frame(out, 2, 0, 9, new byte[] {0, 0, 0, 0, 15}); // PRIORITY of an idle stream
        // HEADERS with END_STREAM, END_HEADERS, padding of 3 and a priority: GET https /hello
        frame(out, 1, 0x2D, 1, new byte[] {
            3, (byte) 0x80, 0, 0, 0, 15, (byte) 0x82, (byte) 0x87, 4, 6, '/', 'h', 'e', 'l', 'l', 'o', 0, 0, 0
        });
        // POST https /echo, and 200 kB in a value, in many CONTINUATION frames, one of them empty
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        block.writeBytes(new byte[] {(byte) 0x83, (byte) 0x87, 4, 5, '/', 'e', 'c', 'h', 'o'});
        block.writeBytes(new byte[] {0x10, 2, 'n', 'o', 1, 'x'}); // never indexed
        block.writeBytes(new byte[] {0, 3, 'b', 'i', 'g', 127, (byte) (200_000 - 127 & 0x7F | 0x80)});
        block.writeBytes(new byte[] {(byte) (200_000 - 127 >> 7 & 0x7F | 0x80), (byte) (200_000 - 127 >> 14)});
        block.writeBytes("v".repeat(200_000).getBytes(StandardCharsets.US_ASCII));
        byte[] head = block.toByteArray();
        frame(out, 1, 0, 3, Arrays.copyOf(head, 7));
        frame(out, 9, 0, 3, new byte[0]);
        for (int from = 7; from < head.length; from += 16_384) {
            int to = Math.min(head.length, from + 16_384);
            frame(out, 9, to == head.length ? 4 : 0, 3, Arrays.copyOfRange(head, from, to));
        }
        frame(out, 0, 8, 3, new byte[] {2, 'b', 'o', 0, 0}); // DATA, padded
        frame(out, 0, 0, 3, new byte[0]);
        frame(out, 0, 9, 3, new byte[] {0, 'd', 'y'}); // padded by nothing
        frame(out, 6, 0, 0, new byte[8]);
        frame(out, 1, 5, 5, new byte[] {(byte) 0x82, (byte) 0x87, (byte) 0x84, 0, 1, 'a', 1, (byte) 0xE9});
        return out.toByteArray();
    }

    private static void frame(ByteArrayOutputStream out, int type, int flags, int stream, byte[] payload) {
        out.write(payload.length >> 16);
        out.write(payload.length >> 8);
        out.write(payload.length);
        out.write(type);
        out.write(flags);
        out.writeBytes(new byte[] {0, 0, 0, (byte) stream});
        out.writeBytes(payload);
    }
}
