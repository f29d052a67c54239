package io.jvmtap.entry;

/** How dialling the real host ended, as one byte to the agent (WIRE.md section 3). */
public enum Verdict {
    CONNECTED,
    REFUSED,
    HOST_UNREACHABLE,
    NETWORK_UNREACHABLE,
    TIMED_OUT,
    RESET,
    FAILED;

    public byte code() {
        return (byte) ordinal();
    }
}
