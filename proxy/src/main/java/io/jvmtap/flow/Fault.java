package io.jvmtap.flow;

/**
 * What went wrong, as a value: a code, how much of the flow it ended, and the detail a person needs.
 *
 * @param detail one line, for people; never parsed
 */
public record Fault(Code code, Scope scope, String detail) {

    /** How much dies of it. */
    public enum Scope {
        MESSAGE,
        EXCHANGE,
        CONNECTION
    }

    /** The names are part of the capture format: add, never rename. */
    public enum Code {
        /** The server's port refused the connection. */
        CONNECT_REFUSED,
        /** No route to the server's host or network. */
        CONNECT_UNREACHABLE,
        CONNECT_TIMED_OUT,
        CONNECT_RESET,
        /** Any other failure to connect, named in the detail. */
        CONNECT_FAILED,
        /** The host's name has no address, says our own resolver. */
        UNKNOWN_HOST,
        /** The server ended the TLS handshake, by the alert in the detail. */
        TLS_UPSTREAM_ALERT,
        /** The server closed or reset the connection in the middle of the TLS handshake. */
        TLS_UPSTREAM_CLOSED,
        /** The server answered the ClientHello with something else than TLS: the detail shows how that begins. */
        TLS_UPSTREAM_NOT_TLS,
        /** Our own TLS engine could not go on with the server, for the reason in the detail. */
        TLS_UPSTREAM_FAILED,
        /** We verified the server ourselves, for a client without the agent, and did not believe it. */
        TLS_UPSTREAM_UNTRUSTED,
        /** The program ended the TLS handshake, by the alert in the detail: mostly it refused the certificate. */
        TLS_CLIENT_ALERT,
        /** The program closed or reset the connection in the middle of the TLS handshake. */
        TLS_CLIENT_CLOSED,
        /** Our own TLS engine could not go on with the program, for the reason in the detail. */
        TLS_CLIENT_FAILED,
        /** The program reset the connection, or just this exchange's stream of it. */
        RESET_BY_PROGRAM,
        /** The server reset the connection, or just this exchange's stream of it. */
        RESET_BY_SERVER,
        /** A message ended before the length it had announced. */
        TRUNCATED,
        /** Bytes that are not of the protocol; from there on the connection is recorded as a stream. */
        NOT_OF_PROTOCOL,
        /** A dissector failed (our defect); the traffic was not touched. */
        DISSECTOR_FAILED,
        /** The proxy was stopped while the flow was open. */
        PROXY_STOPPED
    }
}
