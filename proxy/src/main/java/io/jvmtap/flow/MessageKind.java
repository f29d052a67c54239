package io.jvmtap.flow;

/** What a message within an exchange is. */
public enum MessageKind {
    /** Of WebSocket (RFC 6455 section 5.6). */
    TEXT,
    BINARY,
    /** Control frames of WebSocket (RFC 6455 section 5.5). */
    PING,
    PONG,
    CLOSE,
    /** A server-sent event. */
    EVENT,
    /** A length-prefixed message of gRPC. */
    GRPC
}
