/**
 * Small programs that integration tests run in JVMs of their own, with and without the agent. They know nothing of it.
 */
@NullMarked
package io.jvmtap.hook.program;

import org.jspecify.annotations.NullMarked;
