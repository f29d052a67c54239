package io.jvmtap.entry.guest;

/** Whether first bytes are of a protocol. */
enum Match {
    MATCH,
    NO_MATCH,
    NEED_MORE
}
