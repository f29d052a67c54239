package io.jvmtap.dissect.http2;

import java.util.List;

/** Why a stream or a connection ended (RFC 9113 section 7). */
final class ErrorCode {
    static final int NO_ERROR = 0;
    static final int CANCEL = 8;

    private static final List<String> NAMES = List.of(
            "NO_ERROR",
            "PROTOCOL_ERROR",
            "INTERNAL_ERROR",
            "FLOW_CONTROL_ERROR",
            "SETTINGS_TIMEOUT",
            "STREAM_CLOSED",
            "FRAME_SIZE_ERROR",
            "REFUSED_STREAM",
            "CANCEL",
            "COMPRESSION_ERROR",
            "CONNECT_ERROR",
            "ENHANCE_YOUR_CALM",
            "INADEQUATE_SECURITY",
            "HTTP_1_1_REQUIRED");

    private ErrorCode() {}

    static String name(int code) {
        return code >= 0 && code < NAMES.size() ? NAMES.get(code) : "error 0x" + Integer.toHexString(code);
    }
}
