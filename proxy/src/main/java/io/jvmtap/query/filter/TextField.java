package io.jvmtap.query.filter;

/** Texts that a row may have: none, one or many. */
public enum TextField {
    URL,
    HOST,
    METHOD,
    SCHEME,
    /** The request's target, as sent: path and query. */
    TARGET,
    PROTOCOL,
    /** Header lines, {@code name: value}, one a line. */
    HEADERS,
    REQUEST_HEADERS,
    RESPONSE_HEADERS,
    REQUEST_HEADER_NAME,
    RESPONSE_HEADER_NAME,
    /** Values of Content-Type. */
    TYPE,
    REQUEST_TYPE,
    RESPONSE_TYPE,
    /** The response's type without parameters. */
    MIME_TYPE,
    /** What browsers' tools call a response of that type: document, stylesheet, image ... */
    RESOURCE_TYPE,
    SET_COOKIE,
    SET_COOKIE_NAME,
    SET_COOKIE_VALUE,
    SET_COOKIE_DOMAIN,
    COOKIE_NAME,
    COOKIE_VALUE,
    /** Codings undone. */
    BODY,
    REQUEST_BODY,
    RESPONSE_BODY,
    /** Always this machine's loopback address. */
    SOURCE,
    /** Where the proxy connected to, {@code address:port}. */
    DESTINATION,
    /** Stack frames of who made the call. */
    CALLER,
    THREAD,
    ROUTE,
    /** Name, addresses and failure of the lookup behind the connection. */
    LOOKUP,
    /** What a person noted. */
    COMMENT,
    /** The colour of a mark. */
    MARKER,
    /** {@code package.Service/Method} of a gRPC call. */
    GRPC,
    /** What else is known of who made it: {@code label: ...}, {@code pid: ...}, {@code thread: ...}, {@code route: ...}. */
    META;

    boolean inBodies() {
        return this == BODY || this == REQUEST_BODY || this == RESPONSE_BODY;
    }
}
