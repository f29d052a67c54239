package io.jvmtap.dissect.http2;

/** The bytes are not HTTP/2, or more than we keep; the message is the detail for a person, on one line. */
final class NotHttp2 extends Exception {
    private static final long serialVersionUID = 1;

    NotHttp2(String detail) {
        super(detail, null, false, false); // a finding about a peer, not about our code: its stack trace tells nothing
    }
}
