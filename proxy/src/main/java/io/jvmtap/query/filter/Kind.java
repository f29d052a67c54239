package io.jvmtap.query.filter;

/** What a row is, or how it stands with it. */
public enum Kind {
    ALL,
    /** No row of a capture is of this kind. */
    NONE,
    /** A request with its response. */
    EXCHANGE,
    /** A connection of a protocol that nobody took apart, or one that failed or said nothing. */
    CONNECTION,
    /** A connection that went past the tap. */
    BYPASS,
    /** Something went wrong. */
    FAILED,
    /** A request without a response. */
    UNANSWERED,
    /** A response is there, or at least its head. */
    ANSWERED,
    /** A style sheet, script, image or font. */
    ASSET,
    /** Not over yet. */
    RUNNING,
    /** Marked by a person. */
    MARKED,
    /** An exchange that became a WebSocket. */
    WEBSOCKET
}
