/**
 * Leaves secrets out: of exports ({@link io.jvmtap.redact.Redaction}), and of the record itself while it is made
 * ({@link io.jvmtap.redact.RedactingSink}).
 */
@NullMarked
package io.jvmtap.redact;

import org.jspecify.annotations.NullMarked;
