/** Tests of the composition root in the test's own JVM. */
@NullMarked
package io.jvmtap.hook.start;

import org.jspecify.annotations.NullMarked;
