package io.jvmtap.entry;

/** Bytes on our own port that are not what WIRE.md says. Expected: anyone on this machine can connect. */
final class MalformedWireException extends Exception {
    private static final long serialVersionUID = 1;

    MalformedWireException(String what) {
        super(what, null, false, false);
    }
}
