package io.jvmtap.flow;

/** Whether the server asked for a client certificate, and was given one. The names are part of the capture format. */
public enum ClientCertificate {
    /** Not asked for, as far as is known. */
    NOT_ASKED,
    /** Asked for, and none was given. */
    NOT_GIVEN,
    GIVEN
}
