/**
 * The way of one connection after it has come in: dial the real host, see whether the program speaks TLS, shake hands
 * with the server and then with the program, and pass the decrypted bytes on verbatim, with backpressure and half-close.
 * A copy of the bytes goes to a {@link io.jvmtap.dissect.Watcher}; nothing that it finds comes back. Knows no protocol.
 *
 * <p>Everything of one connection runs on one event loop; minting, which blocks, does not.
 */
@NullMarked
package io.jvmtap.relay;

import org.jspecify.annotations.NullMarked;
