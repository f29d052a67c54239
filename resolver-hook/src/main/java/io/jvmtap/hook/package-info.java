/**
 * Where the JVM enters the agent. Holds {@link io.jvmtap.hook.Agent} alone, which has no state and touches no class of
 * the agent by name, because it may be loaded by another loader than the rest.
 */
@NullMarked
package io.jvmtap.hook;

import org.jspecify.annotations.NullMarked;
