/** Tests of the boot part in the test's own JVM, without hooks. */
@NullMarked
package io.jvmtap.hook.boot;

import org.jspecify.annotations.NullMarked;
