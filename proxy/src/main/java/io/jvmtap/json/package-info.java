/** JSON (RFC 8259) as far as captures, exports and {@code --json} need it. Uses the JDK only. */
@NullMarked
package io.jvmtap.json;

import org.jspecify.annotations.NullMarked;
