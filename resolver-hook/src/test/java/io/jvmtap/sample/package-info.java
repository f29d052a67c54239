/** Programs and classes of a program, for the agent's tests to weave: outside our own packages, which are never woven. */
@NullMarked
package io.jvmtap.sample;

import org.jspecify.annotations.NullMarked;
