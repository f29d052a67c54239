/**
 * Where a program's bytes enter a socket or TLS on the caller's own thread: from there a later request on a connection
 * gets the line that sent it.
 */
@NullMarked
package io.jvmtap.hook.callsite;

import org.jspecify.annotations.NullMarked;
