/** Tests of weaving in the test's own JVM. */
@NullMarked
package io.jvmtap.hook.agent;

import org.jspecify.annotations.NullMarked;
