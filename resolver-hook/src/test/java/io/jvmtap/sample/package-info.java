/**
 * Programs and classes of a program, for the agent's tests to run and weave: outside our own packages, which are never
 * woven. What runs on other JDKs is compiled for them by the tests.
 */
@NullUnmarked // as programs are
package io.jvmtap.sample;

import org.jspecify.annotations.NullUnmarked;
