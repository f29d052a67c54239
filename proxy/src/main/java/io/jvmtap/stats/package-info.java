/** What the exchanges of a capture come to, by host and path. */
@NullMarked
package io.jvmtap.stats;

import org.jspecify.annotations.NullMarked;
