package io.jvmtap.dissect.http2;

import java.util.Arrays;

/** Frames as strings, each char a byte. */
final class Frames {
    static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

    /** 9 bytes, as what a server sends first. */
    static final String SETTINGS = frame(4, 0, 0, "");

    static final String ACK = frame(4, 1, 0, "");

    /** What a program sends first. */
    static final String HELLO = PREFACE + SETTINGS;

    static final int END_STREAM = 1;
    static final int END_HEADERS = 4;
    static final int PADDED = 8;
    static final int PRIORITY = 0x20;

    private Frames() {}

    static String frame(int type, int flags, int stream, String payload) {
        return "" + (char) (payload.length() >> 16) + (char) (payload.length() >> 8 & 0xFF)
                + (char) (payload.length() & 0xFF) + (char) type + (char) flags + number(stream) + payload;
    }

    /** A whole head in one frame: names and values in turn. */
    static String head(int stream, String... fields) {
        return frame(1, END_HEADERS, stream, block(fields));
    }

    /** A whole message without a body. */
    static String lastHead(int stream, String... fields) {
        return frame(1, END_HEADERS | END_STREAM, stream, block(fields));
    }

    static String get(int stream, String path) {
        return lastHead(stream, request("GET", path));
    }

    static String post(int stream, String path) {
        return head(stream, request("POST", path));
    }

    static String[] request(String method, String path, String... more) {
        String[] fields = {":method", method, ":scheme", "https", ":path", path};
        String[] all = Arrays.copyOf(fields, fields.length + more.length);
        System.arraycopy(more, 0, all, fields.length, more.length);
        return all;
    }

    static String data(int stream, String body) {
        return frame(0, 0, stream, body);
    }

    static String lastData(int stream, String body) {
        return frame(0, END_STREAM, stream, body);
    }

    static String reset(int stream, int code) {
        return frame(3, 0, stream, number(code));
    }

    static String goAway(int last, int code, String debug) {
        return frame(7, 0, 0, number(last) + number(code) + debug);
    }

    static String promise(int stream, int promised, String... fields) {
        return frame(5, END_HEADERS, stream, number(promised) + block(fields));
    }

    /** Literals without indexing and without Huffman (RFC 7541 section 6.2.2). */
    static String block(String... fields) {
        StringBuilder block = new StringBuilder();
        for (int i = 0; i < fields.length; i += 2) {
            block.append('\0').append(string(fields[i])).append(string(fields[i + 1]));
        }
        return block.toString();
    }

    static String string(String text) {
        StringBuilder string = new StringBuilder();
        int rest = text.length() - 127;
        if (rest < 0) {
            string.append((char) text.length());
        } else {
            string.append((char) 127);
            for (; rest >= 128; rest >>= 7) {
                string.append((char) (rest & 0x7F | 0x80));
            }
            string.append((char) rest);
        }
        return string.append(text).toString();
    }

    static String number(int value) {
        return "" + (char) (value >>> 24) + (char) (value >> 16 & 0xFF) + (char) (value >> 8 & 0xFF)
                + (char) (value & 0xFF);
    }
}
