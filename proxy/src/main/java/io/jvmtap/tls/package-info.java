/**
 * TLS on both sides of a connection. The ClientHello is read first; the server is then offered what the program offered;
 * the program gets what the server chose, with a leaf that mirrors the real one. Nothing here verifies or trusts: the
 * program itself judges the real chain.
 */
@NullMarked
package io.jvmtap.tls;

import org.jspecify.annotations.NullMarked;
