/**
 * The hook on starting child processes, so that a JVM started by a tapped JVM is tapped too.
 */
@NullMarked
package io.jvmtap.hook.process;

import org.jspecify.annotations.NullMarked;
