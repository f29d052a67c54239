package io.jvmtap.dissect.http2;

/** Types and flags of frames (RFC 9113 section 6). */
final class FrameType {
    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PUSH_PROMISE = 5;
    static final int GOAWAY = 7;
    static final int CONTINUATION = 9;

    /** Of SETTINGS. */
    static final int ACK = 0x1;

    /** Of DATA and HEADERS. */
    static final int END_STREAM = 0x1;

    /** Of HEADERS, PUSH_PROMISE and CONTINUATION. */
    static final int END_HEADERS = 0x4;

    /** Of DATA, HEADERS and PUSH_PROMISE. */
    static final int PADDED = 0x8;

    /** Of HEADERS. */
    static final int PRIORITY = 0x20;

    private FrameType() {}
}
