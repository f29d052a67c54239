package io.jvmtap.tls;

/**
 * Why a server is not believed to be the host that was asked for.
 *
 * @param detail one line, for people
 */
public record Refusal(Kind kind, String detail) {
    /** What is wrong, and the alert that says so (RFC 8446 section 6.2). */
    public enum Kind {
        UNKNOWN_CA(48),
        /** RFC 8446: "a certificate has expired or is not currently valid". */
        OUT_OF_DATE(45),
        /** The name is not that of the host; bad_certificate is what OpenSSL and BoringSSL say then. */
        WRONG_HOST(42),
        WEAK(42),
        MALFORMED(42),
        /** Not a certificate for TLS servers. */
        WRONG_PURPOSE(43),
        OTHER(46);

        private final int alert;

        Kind(int alert) {
            this.alert = alert;
        }

        /** The alert's code. */
        public int alert() {
            return alert;
        }
    }
}
