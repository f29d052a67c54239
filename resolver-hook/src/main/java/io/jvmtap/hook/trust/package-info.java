/**
 * The trust hook: shows the program the chain that the real server sent, in its trust managers and in its sessions, so
 * that the program decides as it would have decided without us. Matches by method, in any class of any loader; what
 * woven code calls is {@link io.jvmtap.hook.boot.TrustBridge}.
 */
@NullMarked
package io.jvmtap.hook.trust;

import org.jspecify.annotations.NullMarked;
