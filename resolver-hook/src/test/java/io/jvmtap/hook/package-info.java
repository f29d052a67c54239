/** Tests of the agent from outside: the built jar in real JVMs, against a proxy of the tests' own. */
@NullMarked
package io.jvmtap.hook;

import org.jspecify.annotations.NullMarked;
