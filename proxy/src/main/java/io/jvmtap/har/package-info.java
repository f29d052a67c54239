/** Reads HAR files of others into flow events. Streams: one entry at a time is in memory. */
@NullMarked
package io.jvmtap.har;

import org.jspecify.annotations.NullMarked;
