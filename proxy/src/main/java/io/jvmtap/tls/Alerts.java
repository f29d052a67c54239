package io.jvmtap.tls;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** TLS alerts (RFC 8446 section 6): what JSSE says of one that came, and the record that sends one on. */
public final class Alerts {
    public static final int HANDSHAKE_FAILURE = 40;
    public static final int PROTOCOL_VERSION = 70;
    public static final int INTERNAL_ERROR = 80;
    public static final int UNRECOGNIZED_NAME = 112;

    /** SunJSSE's wording, unchanged from 8 to 25: {@code TransportContext.fatal}. */
    private static final Pattern RECEIVED = Pattern.compile("Received fatal alert: ([a-z0-9_]+)");

    private static final Map<String, Integer> CODES = Map.ofEntries(
            Map.entry("close_notify", 0),
            Map.entry("unexpected_message", 10),
            Map.entry("bad_record_mac", 20),
            Map.entry("decryption_failed", 21),
            Map.entry("record_overflow", 22),
            Map.entry("decompression_failure", 30),
            Map.entry("handshake_failure", HANDSHAKE_FAILURE),
            Map.entry("no_certificate", 41),
            Map.entry("bad_certificate", 42),
            Map.entry("unsupported_certificate", 43),
            Map.entry("certificate_revoked", 44),
            Map.entry("certificate_expired", 45),
            Map.entry("certificate_unknown", 46),
            Map.entry("illegal_parameter", 47),
            Map.entry("unknown_ca", 48),
            Map.entry("access_denied", 49),
            Map.entry("decode_error", 50),
            Map.entry("decrypt_error", 51),
            Map.entry("export_restriction", 60),
            Map.entry("protocol_version", PROTOCOL_VERSION),
            Map.entry("insufficient_security", 71),
            Map.entry("internal_error", INTERNAL_ERROR),
            Map.entry("inappropriate_fallback", 86),
            Map.entry("user_canceled", 90),
            Map.entry("no_renegotiation", 100),
            Map.entry("missing_extension", 109),
            Map.entry("unsupported_extension", 110),
            Map.entry("certificate_unobtainable", 111),
            Map.entry("unrecognized_name", UNRECOGNIZED_NAME),
            Map.entry("bad_certificate_status_response", 113),
            Map.entry("bad_certificate_hash_value", 114),
            Map.entry("unknown_psk_identity", 115),
            Map.entry("certificate_required", 116),
            Map.entry("no_application_protocol", 120));

    private Alerts() {}

    /** The name of the alert that the other side sent, if that is what this failure is about. */
    public static Optional<String> received(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            Matcher matcher = RECEIVED.matcher(String.valueOf(cause.getMessage()));
            if (matcher.find()) {
                return Optional.of(matcher.group(1));
            }
        }
        return Optional.empty();
    }

    /** The code of a name that {@link #received} gave. */
    public static int code(String name) {
        return CODES.getOrDefault(name, HANDSHAKE_FAILURE);
    }

    /** A fatal alert before any key is agreed on: plaintext in every version. */
    public static byte[] plaintextRecord(int code) {
        return new byte[] {0x15, 0x03, 0x03, 0x00, 0x02, 0x02, (byte) code};
    }
}
