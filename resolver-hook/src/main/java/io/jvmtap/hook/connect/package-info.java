/**
 * The hooks on outbound connections: one class of the JDK each, all of them calling
 * {@link io.jvmtap.hook.boot.ConnectBridge}.
 */
@NullMarked
package io.jvmtap.hook.connect;

import org.jspecify.annotations.NullMarked;
