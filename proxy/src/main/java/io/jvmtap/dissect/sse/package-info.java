/**
 * Server-sent events (HTML standard, section 9.2): one message an event.
 * Reads bodies that dissectors of other protocols tell of, through {@link io.jvmtap.dissect.MessageFormat}.
 */
@NullMarked
package io.jvmtap.dissect.sse;

import org.jspecify.annotations.NullMarked;
