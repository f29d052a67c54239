/**
 * Captures in other programs' formats. Streams: nothing larger than one body is in memory. Secrets are left out unless
 * they are asked for ({@link io.jvmtap.export.Redaction}).
 */
@NullMarked
package io.jvmtap.export;

import org.jspecify.annotations.NullMarked;
