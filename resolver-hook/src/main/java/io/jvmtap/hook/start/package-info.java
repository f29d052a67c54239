/**
 * Puts the agent together: reads the session file, registers the hooks, retransforms what is loaded already, and keeps
 * the control connection. The composition root; no other package knows it.
 */
@NullMarked
package io.jvmtap.hook.start;

import org.jspecify.annotations.NullMarked;
