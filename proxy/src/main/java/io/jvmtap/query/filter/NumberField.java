package io.jvmtap.query.filter;

/** Numbers that a row may have. */
public enum NumberField {
    STATUS,
    /** Of the program's process. */
    PID,
    /** From start to end, in nanoseconds. */
    DURATION,
    /** Bytes of both bodies, codings kept; of a connection, all its bytes. */
    SIZE,
    /** Bytes of the response's body. */
    RESPONSE_SIZE,
    PORT
}
