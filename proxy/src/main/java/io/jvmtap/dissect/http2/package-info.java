/**
 * HTTP/2 (RFC 9113) with its header compression (HPACK, RFC 7541), read as it passes: each stream is one exchange.
 *
 * <p>As lenient as a person who debugs a broken peer would wish, as long as framing and compression stay certain: what
 * a peer must answer with an error is left to it, and is shown. Where they are not certain the connection is given up,
 * and its bytes are recorded as a stream. Nothing here does I/O; one connection is read by one thread.
 */
@NullMarked
package io.jvmtap.dissect.http2;

import org.jspecify.annotations.NullMarked;
