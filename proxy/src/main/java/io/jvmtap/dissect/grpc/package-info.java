/**
 * The length-prefixed messages of gRPC, so that each one of a streaming call has its time.
 * Reads bodies that dissectors of other protocols tell of, through {@link io.jvmtap.dissect.MessageFormat}.
 */
@NullMarked
package io.jvmtap.dissect.grpc;

import org.jspecify.annotations.NullMarked;
