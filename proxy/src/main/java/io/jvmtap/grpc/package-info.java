/**
 * gRPC, read from what an exchange of either HTTP version carries: its status from header sections, its messages from
 * bodies. Nothing here knows how HTTP was read, and no dissector knows of gRPC. Uses the JDK and the vocabulary only.
 */
@NullMarked
package io.jvmtap.grpc;

import org.jspecify.annotations.NullMarked;
