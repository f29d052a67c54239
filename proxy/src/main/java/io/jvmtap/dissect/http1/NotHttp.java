package io.jvmtap.dissect.http1;

/** The bytes are not HTTP/1, or their framing is uncertain; the message is the detail for a person, on one line. */
final class NotHttp extends Exception {
    private static final long serialVersionUID = 1;

    NotHttp(String detail) {
        super(detail, null, false, false); // a finding about a peer, not about our code: its stack trace tells nothing
    }
}
