package io.jvmtap.relay;

import io.jvmtap.tls.UnofferableException;

/** A client without the agent offers only TLS versions that nobody asked us to speak. */
final class TooOldException extends UnofferableException {
    private static final long serialVersionUID = 1;

    /** @param least wire value of the lowest version that may be spoken */
    TooOldException(int least) {
        super("the client offers no version from TLS 1." + (least - 0x0301) + " on; --tls-min allows older ones");
    }
}
