/**
 * Netty's native transports (epoll, io_uring), which connect without the JDK, and its own resolver. Classes are found by
 * the end of their names, so that relocated copies inside other libraries are caught too. What the inserted code calls is in
 * {@link io.jvmtap.hook.boot.NettyBridge} and its neighbours.
 */
@NullMarked
package io.jvmtap.hook.netty;

import org.jspecify.annotations.NullMarked;
