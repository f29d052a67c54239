/**
 * WebSocket (RFC 6455) over HTTP/1.1 and HTTP/2 (RFC 8441): one message a data message or control frame.
 * Reads bodies that dissectors of other protocols tell of, through {@link io.jvmtap.dissect.MessageFormat}.
 */
@NullMarked
package io.jvmtap.dissect.websocket;

import org.jspecify.annotations.NullMarked;
