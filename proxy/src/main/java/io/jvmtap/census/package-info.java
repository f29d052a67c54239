/**
 * Looks for connections that no hook saw: those of native code, of which only the operating system knows. On Linux the
 * sockets of a process can be read beside it, at no cost to it.
 */
@NullMarked
package io.jvmtap.census;

import org.jspecify.annotations.NullMarked;
