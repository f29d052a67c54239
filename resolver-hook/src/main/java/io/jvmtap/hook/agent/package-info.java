/**
 * How methods are changed: a {@link io.jvmtap.hook.agent.Hook} says which class and what call to insert, the
 * {@link io.jvmtap.hook.agent.Weaver} does it with ASM. Loaded by an isolated loader that the program cannot see.
 */
@NullMarked
package io.jvmtap.hook.agent;

import org.jspecify.annotations.NullMarked;
