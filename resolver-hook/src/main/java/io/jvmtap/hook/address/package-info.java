/** Keeps loopback addresses of ours from leaving the JVM where no connection is made. */
@NullMarked
package io.jvmtap.hook.address;

import org.jspecify.annotations.NullMarked;
