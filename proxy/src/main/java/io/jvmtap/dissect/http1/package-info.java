/**
 * HTTP/1.0 and HTTP/1.1 (RFC 9112), read as they pass: heads as soon as they are whole, bodies piece by piece.
 *
 * <p>As lenient as a person who debugs a broken peer would wish, as long as the framing stays certain: bare LF, folded
 * lines, odd bytes in values and odd names are shown as they are. Where the framing is not certain the connection is
 * given up, and its bytes are recorded as a stream. Nothing here does I/O; one connection is read by one thread.
 */
@NullMarked
package io.jvmtap.dissect.http1;

import org.jspecify.annotations.NullMarked;
